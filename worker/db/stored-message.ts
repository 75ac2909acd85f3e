/** A message as it is stored, in a room's own log and in the record alike: who wrote it is an id, not a name. */
import * as v from "valibot";
import { LIMITS, type Message, type Person } from "../protocol.ts";

/** Who reacted, by emoji; the kinds and the people of a kind in the order in which they came. */
export const Reactions = v.record(v.string(), v.array(v.string()));
export type Reactions = v.InferOutput<typeof Reactions>;

/** The people whom a message names, by id. */
export const Mentions = v.array(v.string());

export const StoredMessage = v.object({
  seq: v.number(),
  rev: v.number(),
  id: v.string(),
  authorId: v.string(),
  body: v.string(),
  /** ms since the epoch; strictly increasing within a room. */
  at: v.number(),
  replyTo: v.nullable(v.number()),
  editedAt: v.nullable(v.number()),
  deletedAt: v.nullable(v.number()),
  /** Never empty. Missing in what was written before there were reactions. */
  reactions: v.optional(v.nullable(Reactions), null),
  /** Never empty. Missing, as the next one, in what was written before there were any. */
  mentions: v.optional(v.nullable(Mentions), null),
  pinnedAt: v.optional(v.nullable(v.number()), null),
});
export type StoredMessage = v.InferOutput<typeof StoredMessage>;

/** A stored message and who wrote it, as they are called now. */
export interface Signed {
  stored: StoredMessage;
  author: Person;
}

/** A row of a table of messages: what is a structure there is JSON. */
export type MessageRow = Omit<StoredMessage, "reactions" | "mentions"> & {
  reactions: string | null;
  mentions: string | null;
};

/** @throws where a column holds something else */
export function storedIn<T extends MessageRow>({ reactions, mentions, ...row }: T): StoredMessage {
  return {
    ...row,
    reactions: reactions === null ? null : v.parse(Reactions, JSON.parse(reactions)),
    mentions: mentions === null ? null : v.parse(Mentions, JSON.parse(mentions)),
  };
}

/** As the wire has it. */
export function messageOf(roomId: string, { stored, author }: Signed): Message {
  const { seq, rev, id, body, at, replyTo, editedAt, deletedAt, reactions, mentions, pinnedAt } = stored;
  const message: Message = { room: roomId, seq, rev, id, from: author, body, at };
  if (replyTo !== null) message.replyTo = replyTo;
  if (editedAt !== null) message.editedAt = editedAt;
  if (deletedAt !== null) message.deletedAt = deletedAt;
  if (mentions !== null) message.mentions = mentions;
  if (pinnedAt !== null) message.pinnedAt = pinnedAt;
  return reactions === null ? message : { ...message, ...named(reactions) };
}

/** The first of each kind by name, and how many there are where that is not all: a message must not grow with its admirers. */
function named(reactions: Reactions): Pick<Message, "reactions" | "reactionCounts"> {
  const kinds = Object.entries(reactions);
  const crowds = kinds.filter(([, userIds]) => userIds.length > LIMITS.namedPerEmoji);
  return {
    reactions: Object.fromEntries(kinds.map(([emoji, userIds]) => [emoji, userIds.slice(0, LIMITS.namedPerEmoji)])),
    ...(crowds.length > 0
      ? { reactionCounts: Object.fromEntries(crowds.map(([emoji, userIds]) => [emoji, userIds.length])) }
      : {}),
  };
}
