/** Bodies of answers. */
import * as v from "valibot";
import { ERROR_CODES } from "./limits.ts";
import { GroupPreview, Invite, Me, Member, Message, Person, Room, User } from "./things.ts";
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
/** A sign-in that still stands. `lastSeenAt` is exact to a day. */
export const Session = v.object({
  id: v.string(),
  current: v.boolean(),
  createdAt: Time,
  lastSeenAt: Time,
  userAgent: v.string(),
});
export type Session = v.InferOutput<typeof Session>;
export const SessionsAnswer = v.object({ sessions: v.array(Session) });
export const TicketAnswer = v.object({ ticket: v.string(), expiresAt: Time });
export const MeAnswer = v.object({ user: Me });
export const UserAnswer = v.object({ user: User });
export const UsersAnswer = v.object({ users: v.array(Person) });
export const RoomAnswer = v.object({ room: Room });
/** `members` of direct rooms and groups: the owner first, then moderators, then by when they joined. */
export const RoomDetails = v.object({ ...Room.entries, members: v.optional(v.array(Member)) });
export type RoomDetails = v.InferOutput<typeof RoomDetails>;
export const RoomDetailsAnswer = v.object({ room: RoomDetails });
export const GroupsAnswer = v.object({ groups: v.array(GroupPreview) });
export const InviteAnswer = v.object({ invite: Invite });
export const InvitesAnswer = v.object({ invites: v.array(Invite) });
/** What an invite leads to, for somebody who considers it. */
export const InvitedAnswer = v.object({ group: GroupPreview });
export const RoomsAnswer = v.object({ rooms: v.array(Room) });
export const MessageAnswer = v.object({ message: Message });
export const PinsAnswer = v.object({ messages: v.array(Message) });
/** What a message said before, oldest first; what it says now is not among them. */
export const VersionsAnswer = v.object({ versions: v.array(v.object({ body: v.string(), at: Time })) });
export type VersionsAnswer = v.InferOutput<typeof VersionsAnswer>;
export const HistoryPage = v.object({ messages: v.array(Message), hasBefore: v.boolean(), hasAfter: v.boolean() });
export type HistoryPage = v.InferOutput<typeof HistoryPage>;
/** `marks` are `[start, end)` in UTF-16 units of `snippet`, as `String.slice` takes them. */
export const SearchHit = v.object({
  message: Message,
  snippet: v.string(),
  marks: v.array(v.tuple([v.number(), v.number()])),
});
export type SearchHit = v.InferOutput<typeof SearchHit>;
export const SearchPage = v.object({ hits: v.array(SearchHit), cursor: v.optional(v.string()) });
export type SearchPage = v.InferOutput<typeof SearchPage>;
export const Health = v.object({ status: v.literal("ok"), version: v.string() });
