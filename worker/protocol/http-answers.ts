/** Bodies of answers that a page of conversations begins with; `screen-answers.ts` has the others. */
import * as v from "valibot";
import { ERROR_CODES } from "./codes.ts";
import { Me, Message, Person, Room, User } from "./things.ts";
import { Time } from "./values.ts";

export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.picklist(ERROR_CODES),
  errors: v.optional(v.array(v.object({ path: v.string(), detail: v.string() }))),
});
export type Problem = v.InferOutput<typeof Problem>;

export const SignedIn = v.object({ user: Me, token: v.optional(v.string()) });
export const TicketAnswer = v.object({ ticket: v.string(), expiresAt: Time });
export const MeAnswer = v.object({ user: Me });
export const UserAnswer = v.object({ user: User });
export const UsersAnswer = v.object({ users: v.array(Person) });
export const RoomAnswer = v.object({ room: Room });
export const RoomsAnswer = v.object({ rooms: v.array(Room) });
export const MessageAnswer = v.object({ message: Message });
export const HistoryPage = v.object({ messages: v.array(Message), hasBefore: v.boolean(), hasAfter: v.boolean() });
export type HistoryPage = v.InferOutput<typeof HistoryPage>;
export const Health = v.object({ status: v.literal("ok"), version: v.string() });
