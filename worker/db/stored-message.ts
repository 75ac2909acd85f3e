/** A message as it is stored, in a room's own log and in the record alike: who wrote it is an id, not a name. */
import * as v from "valibot";
import type { Message, Person } from "../protocol.ts";

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
});
export type StoredMessage = v.InferOutput<typeof StoredMessage>;

/** As the wire has it. */
export function messageOf(roomId: string, stored: StoredMessage, from: Person): Message {
  const { seq, rev, id, body, at, replyTo, editedAt, deletedAt } = stored;
  const message: Message = { room: roomId, seq, rev, id, from, body, at };
  if (replyTo !== null) message.replyTo = replyTo;
  if (editedAt !== null) message.editedAt = editedAt;
  if (deletedAt !== null) message.deletedAt = deletedAt;
  return message;
}
