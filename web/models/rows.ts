import type { Message, Person } from "../../worker/protocol.ts";
import type { OutboxItem } from "../client/outbox.ts";

/** A line of the conversation. `key` stays the same while a message of one's own settles. */
export type Row =
  | { kind: "day"; key: string; at: number }
  | { kind: "new"; key: string }
  | { kind: "message"; key: string; message: Message; startsGroup: boolean }
  | { kind: "unsent"; key: string; item: OutboxItem; startsGroup: boolean };

export interface RowsInput {
  messages: readonly Message[];
  /** The message before the first one, where it is known, so that grouping does not depend on what is on the page. */
  before?: Message;
  unsent: readonly OutboxItem[];
  me: Person;
  /** The first message after this one gets the "new" line above it. */
  newAfter?: number;
}

// UX: one author's messages within 5 minutes of the same day belong together.
const GROUP_WITHIN_MS = 5 * 60 * 1000;

export function rowsOf({ messages, before, unsent, me, newAfter }: RowsInput): Row[] {
  const rows: Row[] = [];
  let last: { authorId: string; at: number } | undefined =
    before === undefined ? undefined : { authorId: before.from.id, at: before.at };

  function startsGroup(authorId: string, at: number): boolean {
    const isNewDay = last === undefined || dayOf(last.at) !== dayOf(at);
    if (isNewDay) rows.push({ kind: "day", key: `day-${dayOf(at)}`, at });
    const starts = isNewDay || last?.authorId !== authorId || at - last.at > GROUP_WITHIN_MS;
    last = { authorId, at };
    return starts;
  }

  // Where the first unread message is not on the page, a line would stand in the wrong place.
  let isNewPlaced = newAfter === undefined || (messages[0]?.seq ?? 0) > newAfter + 1;
  for (const message of messages) {
    let starts = startsGroup(message.from.id, message.at);
    if (!isNewPlaced && newAfter !== undefined && message.seq > newAfter && message.from.id !== me.id) {
      rows.push({ kind: "new", key: "new" });
      isNewPlaced = true;
      starts = true;
    }
    rows.push({ kind: "message", key: keyOf(message.from.id, message.id), message, startsGroup: starts });
  }
  const isStored = new Set(messages.map(({ from, id }) => keyOf(from.id, id)));
  for (const item of unsent) {
    const key = keyOf(me.id, item.id);
    if (isStored.has(key)) continue;
    // This device's clock may be behind the server's: what is not sent yet is never older than what is.
    const at = Math.max(item.queuedAt, last?.at ?? 0);
    rows.push({ kind: "unsent", key, item, startsGroup: startsGroup(me.id, at) });
  }
  return rows;
}

/** The first row's day is always said, even in the middle of one. */
function dayOf(at: number): string {
  const day = new Date(at);
  return `${day.getFullYear()}-${day.getMonth()}-${day.getDate()}`;
}

function keyOf(userId: string, clientId: string): string {
  return `${userId}:${clientId}`;
}
