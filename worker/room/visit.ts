/** What the Worker tells a room about a caller that came through `accessRoom`. Set by the Worker alone. */
import * as v from "valibot";
import { type MemberRole, type Message, Person, Privacy, Room } from "../protocol.ts";
import { type Restrictions, shownRestrictions } from "./restrictions.ts";

const VISIT_HEADER = "x-confab-visit";

export const Visit = v.object({
  user: Person,
  sessionId: v.string(),
  /** Whether they may delete what others wrote here. */
  mayModerate: v.boolean(),
  privacy: Privacy,
  ticket: v.optional(v.object({ id: v.string(), expiresAt: v.number() })),
  /** The room as the record knows it and this person sees it. */
  room: Room,
  reads: v.record(v.string(), v.number()),
  // From the caller's own address: what is longer than these ever are says nothing.
  since: v.optional(v.fallback(v.pipe(v.string(), v.maxLength(15)), "")),
  epoch: v.optional(v.fallback(v.pipe(v.string(), v.maxLength(64)), "")),
});
export type Visit = v.InferOutput<typeof Visit>;

/** The upgrade as it is handed to a room: nothing of the caller's own request but that it is one. */
export function visitRequest({ room: { lastMessage: _, ...room }, ...rest }: Visit): Request {
  // Without the last message, which the room has itself: a header has its limits.
  const visit = v.parse(Visit, { ...rest, room });
  // Header values are Latin-1, names are not.
  const headers = { upgrade: "websocket", [VISIT_HEADER]: encodeURIComponent(JSON.stringify(visit)) };
  return new Request("https://room/", { headers });
}

export function parseVisit(request: Request): Visit {
  return v.parse(Visit, JSON.parse(decodeURIComponent(request.headers.get(VISIT_HEADER) ?? "")));
}

/** How a group looks to one of its members. */
export interface GroupNews {
  name: string;
  topic: string;
  public: boolean;
  role: MemberRole;
  memberCount: number;
}

/** What the room itself knows better than the record. */
export interface RoomNews {
  lastSeq: number;
  lastMessage?: Message | undefined;
  readSeq?: number | undefined;
  group?: GroupNews | undefined;
  restrictions?: Restrictions | undefined;
}

/** `room` brought up to date. */
export function updateRoom(
  { slowMode, locked, ...room }: Room,
  {
    lastSeq,
    lastMessage,
    readSeq = room.readSeq,
    group,
    restrictions = { slowMode: slowMode ?? 0, locked: locked === true },
  }: RoomNews,
): Room {
  const last = Math.max(lastSeq, room.lastSeq);
  return {
    ...room,
    ...shownRestrictions(restrictions),
    ...(group ? { ...group, topic: group.topic || undefined } : {}),
    ...(lastMessage ? { lastMessage } : {}),
    lastSeq: last,
    readSeq,
    // Counted in the record, which may be behind: what is read through names nobody any more.
    mentions: readSeq >= last ? 0 : room.mentions,
    unread: Math.max(0, last - readSeq),
  };
}
