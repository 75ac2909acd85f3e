/** A message as it is stored, in a room's own log and in the record alike: who wrote it is an id, not a name. */
import * as v from "valibot";
import { LIMITS, type Message, type Person } from "../protocol.ts";

/** Who reacted, by emoji; the kinds and the people of a kind in the order in which they came. */
export const Reactions = v.record(v.string(), v.array(v.string()));
export type Reactions = v.InferOutput<typeof Reactions>;

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
});
export type StoredMessage = v.InferOutput<typeof StoredMessage>;

/** A stored message and who wrote it, as they are called now. */
export interface Signed {
  stored: StoredMessage;
  author: Person;
}

/** A column of reactions. @throws where it holds something else */
export function parseReactions(json: string | null): Reactions | null {
  return json === null ? null : v.parse(Reactions, JSON.parse(json));
}

/** As the wire has it. */
export function messageOf(roomId: string, { stored, author }: Signed): Message {
  const { seq, rev, id, body, at, replyTo, editedAt, deletedAt, reactions } = stored;
  const message: Message = { room: roomId, seq, rev, id, from: author, body, at };
  if (replyTo !== null) message.replyTo = replyTo;
  if (editedAt !== null) message.editedAt = editedAt;
  if (deletedAt !== null) message.deletedAt = deletedAt;
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
