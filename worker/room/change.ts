import type { StoredMessage } from "../db/stored-message.ts";
import { notFound, ProtocolError } from "../errors.ts";
import type { ClientFrame, Person } from "../protocol.ts";
import { withoutReaction, withReaction } from "./reactions.ts";

/** What somebody wants to happen to a message that is there. */
export type Change = Extract<ClientFrame, { type: "edit" | "delete" | "react" | "pin" }>;

/** Who wants it. Set by the Worker and by the room, never by the client. */
export interface Actor {
  userId: string;
  /** Of the community: in a group, its own roles decide. */
  mayModerate: boolean;
}

/** The same, by name. */
export interface Author {
  user: Person;
  mayModerate: boolean;
}

/**
 * The message after the change, still with its old rev; `undefined` where it is like that already.
 * @throws `not_found` for a message that was deleted, `forbidden`, `conflict`
 */
export function changed(
  message: StoredMessage,
  change: Change,
  { userId, mayModerate, mayPin }: Actor & { mayPin: boolean },
  now: number,
): StoredMessage | undefined {
  const isOwn = message.authorId === userId;
  const isDeleted = message.deletedAt !== null;
  // Messages may be stamped ahead of the clock; what happens to one happens after it.
  const at = Math.max(now, message.at);
  switch (change.type) {
    case "delete":
      if (!isOwn && !mayModerate) throw forbidden("Only who wrote a message and moderators delete it.");
      return isDeleted
        ? undefined
        : { ...message, body: "", deletedAt: at, reactions: null, mentions: null, pinnedAt: null };
    case "edit":
      if (isDeleted) throw notFound();
      if (!isOwn) throw forbidden("Only who wrote a message edits it.");
      return change.body === message.body ? undefined : { ...message, body: change.body, editedAt: at };
    case "react": {
      if (isDeleted) throw notFound();
      const react = change.on ? withReaction : withoutReaction;
      const reactions = react(message.reactions, change.emoji, userId);
      return reactions === undefined ? undefined : { ...message, reactions };
    }
    case "pin":
      if (!mayPin) throw forbidden("Only moderators pin messages here.");
      if (isDeleted) throw notFound();
      return change.on === (message.pinnedAt !== null) ? undefined : { ...message, pinnedAt: change.on ? at : null };
  }
}

const forbidden = (detail: string) => new ProtocolError("forbidden", detail);
