import type { StoredMessage } from "../db/stored-message.ts";
import type { Message } from "../protocol.ts";

/**
 * Those whom messages name, or do not any more: how many unread messages do is counted in the record, so they are told of it when the
 * record has the change.
 */
export class Named {
  /** By the first and the last rev that the record lacks. */
  readonly #due = new Map<string, { first: number; last: number }>();

  /** A message was stored, or changed from what it was `before`. Returns those whom it names now and did not name before. */
  stored({ rev, from, mentions = [] }: Message, before?: Message): string[] {
    const earlier = before?.mentions ?? [];
    const isOther = (userId: string) => userId !== from.id;
    for (const userId of [...mentions, ...earlier].filter(isOther)) {
      this.#add(userId, rev);
    }
    return mentions.filter((userId) => isOther(userId) && !earlier.includes(userId));
  }

  /** A message that an earlier waking stored, and of which the record does not know yet. */
  waiting({ rev, authorId, mentions }: Pick<StoredMessage, "rev" | "authorId" | "mentions">): void {
    for (const userId of mentions ?? []) if (userId !== authorId) this.#add(userId, rev);
  }

  /** The record has everything up to this rev. Returns those who are to be told. */
  recorded(rev: number): string[] {
    const told: string[] = [];
    for (const [userId, { first, last }] of this.#due) {
      if (first > rev) continue;
      // Somebody who is named all the time is told, too.
      if (last > rev) this.#due.set(userId, { first: last, last });
      else this.#due.delete(userId);
      told.push(userId);
    }
    return told;
  }

  #add(userId: string, rev: number): void {
    this.#due.set(userId, { first: this.#due.get(userId)?.first ?? rev, last: rev });
  }
}
