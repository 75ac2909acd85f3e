/** Frames of sockets, both ways. */
import * as v from "valibot";
import { ERROR_CODES } from "./codes.ts";
import { EditInput, ReadInput, SendInput } from "./http-input.ts";
import { Message, Person, Role, Room } from "./things.ts";
import { Cursor, Emoji, Ref, Seq } from "./values.ts";

const ref = v.optional(Ref);
export const ClientFrame = v.variant("type", [
  v.object({ type: v.literal("send"), ...SendInput.entries, ref }),
  v.object({ type: v.literal("edit"), seq: Seq, ...EditInput.entries, ref }),
  v.object({ type: v.literal("delete"), seq: Seq, ref }),
  v.object({ type: v.literal("react"), seq: Seq, emoji: Emoji, on: v.boolean(), ref }),
  v.object({ type: v.literal("pin"), seq: Seq, on: v.boolean(), ref }),
  v.object({ type: v.literal("read"), ...ReadInput.entries, ref }),
  v.object({ type: v.literal("typing"), ref }),
  v.object({ type: v.literal("got"), rev: Cursor, ref }),
]);
export type ClientFrame = v.InferOutput<typeof ClientFrame>;

/** Answered by the platform itself, without waking the room. */
export const PING = "ping";
export const PONG = "pong";

export const WelcomeFrame = v.object({
  type: v.literal("welcome"),
  protocol: v.number(),
  epoch: v.string(),
  room: Room,
  you: Person,
  seq: Cursor,
  rev: Cursor,
  reset: v.boolean(),
  messages: v.array(Message),
  online: v.nullable(v.array(v.string())),
  count: v.number(),
  reads: v.optional(v.record(v.string(), Cursor)),
});
export type WelcomeFrame = v.InferOutput<typeof WelcomeFrame>;

export const MessagesFrame = v.object({
  type: v.literal("messages"),
  messages: v.array(Message),
  prev: Cursor,
  rev: Cursor,
});
export type MessagesFrame = v.InferOutput<typeof MessagesFrame>;

export const ErrorFrame = v.object({
  type: v.literal("error"),
  code: v.picklist(ERROR_CODES),
  detail: v.string(),
  ref: v.optional(v.string()),
  id: v.optional(v.string()),
  seq: v.optional(v.number()),
  retryAfterMs: v.optional(v.number()),
});
export type ErrorFrame = v.InferOutput<typeof ErrorFrame>;

export const ServerFrame = v.variant("type", [
  WelcomeFrame,
  MessagesFrame,
  ErrorFrame,
  v.object({ type: v.literal("known"), message: Message, ref: v.optional(v.string()) }),
  v.object({ type: v.literal("typing"), user: Person }),
  v.object({ type: v.literal("read"), userId: v.string(), seq: Cursor }),
  v.object({ type: v.literal("presence"), online: v.nullable(v.array(v.string())), count: v.number() }),
]);
export type ServerFrame = v.InferOutput<typeof ServerFrame>;

export const InboxFrame = v.variant("type", [
  v.object({ type: v.literal("welcome"), rooms: v.array(Room) }),
  v.object({ type: v.literal("room"), room: Room }),
  v.object({ type: v.literal("gone"), roomId: v.string() }),
  v.object({ type: v.literal("mention"), roomId: v.string(), message: Message }),
  v.object({ type: v.literal("role"), role: Role }),
]);
export type InboxFrame = v.InferOutput<typeof InboxFrame>;
