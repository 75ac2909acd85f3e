/** What there is, and bodies of answers, for the screens beside the conversations: a page fetches them with those. */
import * as v from "valibot";
import { MemberRole, Message, Person, Room } from "./things.ts";
import { Cursor, Time } from "./values.ts";

export const Member = v.object({ ...Person.entries, role: MemberRole });
export type Member = v.InferOutput<typeof Member>;

/** A group as somebody sees it who may join it. */
export const GroupPreview = v.object({
  id: v.string(),
  name: v.string(),
  topic: v.optional(v.string()),
  memberCount: v.number(),
  isMember: v.boolean(),
});
export type GroupPreview = v.InferOutput<typeof GroupPreview>;

/** A way into a group for whoever has the code. Without an end or a number of uses it has none. */
export const Invite = v.object({
  code: v.string(),
  roomId: v.string(),
  createdBy: v.string(),
  createdAt: Time,
  expiresAt: v.optional(Time),
  usesLeft: v.optional(Cursor),
});
export type Invite = v.InferOutput<typeof Invite>;

/** `members` of direct rooms and groups: the owner first, then moderators, then by when they joined. */
export const RoomDetails = v.object({ ...Room.entries, members: v.optional(v.array(Member)) });
export type RoomDetails = v.InferOutput<typeof RoomDetails>;
export const RoomDetailsAnswer = v.object({ room: RoomDetails });
export const GroupsAnswer = v.object({ groups: v.array(GroupPreview) });
export const InviteAnswer = v.object({ invite: Invite });
export const InvitesAnswer = v.object({ invites: v.array(Invite) });
/** What an invite leads to, for somebody who considers it. */
export const InvitedAnswer = v.object({ group: GroupPreview });
export const PinsAnswer = v.object({ messages: v.array(Message) });
/** What a message said before, oldest first; what it says now is not among them. */
export const VersionsAnswer = v.object({ versions: v.array(v.object({ body: v.string(), at: Time })) });
export type VersionsAnswer = v.InferOutput<typeof VersionsAnswer>;

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

/** `marks` are `[start, end)` in UTF-16 units of `snippet`, as `String.slice` takes them. */
export const SearchHit = v.object({
  message: Message,
  snippet: v.string(),
  marks: v.array(v.tuple([v.number(), v.number()])),
});
export type SearchHit = v.InferOutput<typeof SearchHit>;
export const SearchPage = v.object({ hits: v.array(SearchHit), cursor: v.optional(v.string()) });
export type SearchPage = v.InferOutput<typeof SearchPage>;
