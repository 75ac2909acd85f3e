import * as v from "valibot";
import {
  type GroupInput,
  type GroupPreview,
  GroupsAnswer,
  type Invite,
  InviteAnswer,
  InvitedAnswer,
  type InviteInput,
  InvitesAnswer,
  type MemberRole,
  type Room,
  RoomAnswer,
  type RoomDetails,
  RoomDetailsAnswer,
  type RoomPatch,
  type RoomSettingsInput,
} from "../../worker/protocol.ts";
import type { Http } from "./http.ts";

// Its own: one more module that is shared with what the page starts with would cost that more than this line.
const Nothing = v.undefined();

/**
 * The calls about groups, apart from `Api` because reading and writing need none of them. All reject with `ApiError`:
 * `forbidden` where one's role does not allow it, `not_found` for a group one is not in.
 */
export interface GroupsApi {
  /** Making the same group again with the same `id` answers the one that was made. */
  make(group: Omit<GroupInput, "kind">): Promise<Room>;
  /** Any kind of room; with its members, the owner first, where it is not the global one. */
  details(roomId: string, signal?: AbortSignal): Promise<RoomDetails>;
  /** The owner; the topic also moderators. */
  change(roomId: string, patch: RoomPatch): Promise<Room>;
  /** With all that was said in it, for everybody. */
  remove(roomId: string): Promise<void>;
  /** Adds somebody, or sets their role; `owner` hands the group over. Oneself joins a public group. */
  setMember(roomId: string, userId: string, role?: MemberRole): Promise<void>;
  /** Oneself leaves. */
  removeMember(roomId: string, userId: string): Promise<void>;
  /** One's own, of any kind of room. */
  set(roomId: string, settings: RoomSettingsInput): Promise<void>;
  /** Without an end, or without a number of uses, it has none. */
  makeInvite(roomId: string, limits: InviteInput): Promise<Invite>;
  invites(roomId: string): Promise<Invite[]>;
  endInvite(roomId: string, code: string): Promise<void>;
  /** `not_found` for an invite that was used up, has ended, or never was. */
  invited(code: string, signal?: AbortSignal): Promise<GroupPreview>;
  accept(code: string): Promise<Room>;
  /** Public groups by the words of their names; the largest for an empty `q`. */
  find(q: string, signal?: AbortSignal): Promise<GroupPreview[]>;
}

export function createGroupsApi(http: Http): GroupsApi {
  const inRoom = (roomId: string, rest = "") => `/api/rooms/${encodeURIComponent(roomId)}${rest}`;
  const member = (roomId: string, userId: string) => inRoom(roomId, `/members/${encodeURIComponent(userId)}`);
  const invite = (code: string) => `/api/invites/${encodeURIComponent(code)}`;
  return {
    make: async (group) =>
      (await http("/api/rooms", RoomAnswer, { method: "POST", body: { kind: "group", ...group } })).room,
    details: async (roomId, signal) => (await http(inRoom(roomId), RoomDetailsAnswer, { signal })).room,
    change: async (roomId, body) => (await http(inRoom(roomId), RoomAnswer, { method: "PATCH", body })).room,
    remove: (roomId) => http(inRoom(roomId), Nothing, { method: "DELETE" }),
    setMember: (roomId, userId, role) => http(member(roomId, userId), Nothing, { method: "PUT", body: { role } }),
    removeMember: (roomId, userId) => http(member(roomId, userId), Nothing, { method: "DELETE" }),
    set: (roomId, body) => http(inRoom(roomId, "/settings"), Nothing, { method: "PUT", body }),
    makeInvite: async (roomId, body) =>
      (await http(inRoom(roomId, "/invites"), InviteAnswer, { method: "POST", body })).invite,
    invites: async (roomId) => (await http(inRoom(roomId, "/invites"), InvitesAnswer)).invites,
    endInvite: (roomId, code) =>
      http(inRoom(roomId, `/invites/${encodeURIComponent(code)}`), Nothing, { method: "DELETE" }),
    invited: async (code, signal) => (await http(invite(code), InvitedAnswer, { signal })).group,
    accept: async (code) => (await http(invite(code), RoomAnswer, { method: "POST" })).room,
    find: async (q, signal) => (await http("/api/groups", GroupsAnswer, { query: { q }, signal })).groups,
  };
}
