/** Every address that there is, and who may go through it. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "../../../worker/app.ts";
import type { Role } from "../../../worker/protocol.ts";
import { type Ask, type Cast, call, direct, group, newClientId, PASSWORD, person } from "./cast.ts";

/** Ann and Bob have a room; Eve is a stranger to it, or was in it once. Ann wrote message 1, Bob message 2. */
export interface Scene {
  ann: Cast;
  bob: Cast;
  eve: Cast;
  room: string;
  /** An invite, where the room is a group. */
  code: string;
  /** One that Bob filed about Eve. */
  report: string;
}

/** In a direct room, or in a group of Ann's. `staff`: what Ann is to the community. */
export async function scene(kind: "direct" | "group" = "direct", staff?: Role): Promise<Scene> {
  const [ann, bob, eve] = await Promise.all([person("ann"), person("bob"), person("eve")]);
  const { room, code } = kind === "direct" ? { room: direct(ann, bob), code: "" } : await groupOf(ann, bob, eve);
  await ann.say(room, "from ann");
  await bob.say(room, "from bob");
  if (kind === "group") await ann.call("DELETE", `/api/rooms/${room}/members/${eve.id}`);
  if (staff) await env.DB.prepare("update users set role = ? where id = ?").bind(staff, ann.id).run();
  return { ann, bob, eve, room, code, report: staff ? await reportOf(eve, bob) : "" };
}

async function reportOf(who: Cast, by: Cast): Promise<string> {
  await by.call("POST", "/api/reports", { userId: who.id, reason: "rude" });
  const row = await env.DB.prepare("select id from reports where user_id = ?").bind(who.id).first<{ id: string }>();
  return row?.id ?? "";
}

async function groupOf(ann: Cast, ...others: Cast[]): Promise<{ room: string; code: string }> {
  const room = await group(ann, others);
  const made = await ann.call<{ invite: { code: string } }>("POST", `/api/rooms/${room}/invites`, {});
  return { room, code: made.body.invite.code };
}

export interface Door {
  /** The parts of the address that the router has as parameters. */
  at?: (scene: Scene) => Record<string, string>;
  query?: string;
  body?: (scene: Scene) => unknown;
  /** What it answers somebody who may. */
  status: number;
  /** Anybody may. */
  isPublic?: boolean;
  /** It is there in groups alone. */
  isOfGroups?: boolean;
  /** Others see what is done here: of a direct room nobody may whom the other blocks, or who blocks them. */
  isWriting?: boolean;
  /** It is there for those alone who are at least that. */
  staff?: Role;
  /** Who went through cannot go again, or has taken from others what they need: it has a scene of its own. */
  isOnce?: boolean;
}

const inRoom = ({ room }: Scene) => ({ room });
const ofEve = ({ eve }: Scene) => ({ id: eve.id });
export const DOORS: Record<string, Door> = {
  "GET /api/health": { status: 200, isPublic: true },
  "GET /api/openapi.json": { status: 200, isPublic: true },
  "POST /api/auth/register": {
    status: 201,
    isPublic: true,
    body: () => ({ username: `new_${crypto.randomUUID().slice(0, 8)}`, password: PASSWORD }),
  },
  "POST /api/auth/login": {
    status: 200,
    isPublic: true,
    body: ({ ann }) => ({ username: ann.username, password: PASSWORD }),
  },
  // A link that is none.
  "POST /api/auth/reset": { status: 403, isPublic: true, body: () => ({ token: "a.b", newPassword: PASSWORD }) },
  "GET /api/community": { status: 200, isPublic: true },
  "POST /api/auth/logout": { isOnce: true, status: 204 },
  "POST /api/auth/ticket": { status: 200 },
  "POST /api/auth/password": {
    isOnce: true,
    status: 204,
    body: () => ({ currentPassword: PASSWORD, newPassword: "staple battery horse" }),
  },
  "GET /api/auth/sessions": { status: 200 },
  "DELETE /api/auth/sessions": { status: 204 },
  "DELETE /api/auth/sessions/:id": { isOnce: true, status: 204, at: ({ ann }) => ({ id: sessionIdOf(ann) }) },
  "GET /api/me": { status: 200 },
  "PATCH /api/me": { status: 200, body: () => ({ bio: "changed" }) },
  "DELETE /api/me": { isOnce: true, status: 204, body: () => ({ password: PASSWORD }) },
  "GET /api/me/export": { status: 200 },
  "GET /api/users": { status: 200, query: "?q=ann" },
  "GET /api/users/:id": { status: 200, at: ({ bob }) => ({ id: bob.id }) },
  "GET /api/rooms": { status: 200 },
  "POST /api/rooms": { status: 200, body: ({ bob }) => ({ kind: "direct", userId: bob.id }) },
  "GET /api/rooms/:room": { status: 200, at: inRoom },
  "PUT /api/rooms/:room/read": { status: 204, at: inRoom, body: () => ({ seq: 2 }) },
  "GET /api/rooms/:room/messages": { status: 200, at: inRoom },
  "POST /api/rooms/:room/messages": {
    isWriting: true,
    status: 201,
    at: inRoom,
    body: () => ({ id: newClientId(), body: "hello" }),
  },
  "PATCH /api/rooms/:room/messages/:seq": {
    isWriting: true,
    status: 200,
    at: ({ room }) => ({ room, seq: "1" }),
    body: () => ({ body: "changed" }),
  },
  "DELETE /api/rooms/:room/messages/:seq": { isOnce: true, status: 204, at: ({ room }) => ({ room, seq: "1" }) },
  "PUT /api/rooms/:room/messages/:seq/reactions/:emoji": {
    isWriting: true,
    status: 204,
    at: ({ room }) => ({ room, seq: "2", emoji: encodeURIComponent("👍") }),
  },
  "DELETE /api/rooms/:room/messages/:seq/reactions/:emoji": {
    status: 204,
    at: ({ room }) => ({ room, seq: "2", emoji: encodeURIComponent("👍") }),
  },
  "PUT /api/rooms/:room/messages/:seq/pin": { isWriting: true, status: 204, at: ({ room }) => ({ room, seq: "1" }) },
  "DELETE /api/rooms/:room/messages/:seq/pin": { status: 204, at: ({ room }) => ({ room, seq: "1" }) },
  "GET /api/rooms/:room/pins": { status: 200, at: inRoom },
  "GET /api/rooms/:room/messages/:seq/versions": { status: 200, at: ({ room }) => ({ room, seq: "1" }) },
  "PUT /api/rooms/:room/settings": { status: 204, at: inRoom, body: () => ({ muted: true }) },
  "PATCH /api/rooms/:room": { isOfGroups: true, status: 200, at: inRoom, body: () => ({ name: "Renamed" }) },
  "DELETE /api/rooms/:room": { isOnce: true, isOfGroups: true, status: 204, at: inRoom },
  "PUT /api/rooms/:room/members/:userId": {
    isOfGroups: true,
    status: 204,
    at: ({ room, bob }) => ({ room, userId: bob.id }),
    body: () => ({ role: "moderator" }),
  },
  "DELETE /api/rooms/:room/members/:userId": {
    isOnce: true,
    isOfGroups: true,
    status: 204,
    at: ({ room, bob }) => ({ room, userId: bob.id }),
  },
  "GET /api/rooms/:room/invites": { isOfGroups: true, status: 200, at: inRoom },
  "POST /api/rooms/:room/invites": { isOfGroups: true, status: 201, at: inRoom, body: () => ({ uses: 1 }) },
  "DELETE /api/rooms/:room/invites/:code": {
    isOnce: true,
    isOfGroups: true,
    status: 204,
    at: ({ room, code }) => ({ room, code }),
  },
  "GET /api/invites/:code": { isOfGroups: true, status: 200, at: ({ code }) => ({ code }) },
  "POST /api/invites/:code": { isOfGroups: true, status: 200, at: ({ code }) => ({ code }) },
  "GET /api/blocks": { status: 200 },
  "PUT /api/blocks/:userId": { status: 204, at: ({ eve }) => ({ userId: eve.id }) },
  "DELETE /api/blocks/:userId": { status: 204, at: ({ eve }) => ({ userId: eve.id }) },
  "POST /api/reports": { isOnce: true, status: 201, body: ({ room }) => ({ room, seq: 2, reason: "rude" }) },
  "GET /api/moderation/reports": { staff: "moderator", status: 200 },
  "POST /api/moderation/reports/:id": {
    staff: "moderator",
    status: 204,
    at: ({ report }) => ({ id: report }),
    body: () => ({ outcome: "dismissed" }),
  },
  "GET /api/moderation/people": { staff: "moderator", status: 200 },
  "GET /api/moderation/people/:id": { staff: "moderator", status: 200, at: ofEve },
  "PUT /api/moderation/people/:id/ban": { staff: "moderator", status: 204, at: ofEve, body: () => ({}) },
  "DELETE /api/moderation/people/:id/ban": { staff: "moderator", status: 204, at: ofEve },
  "PUT /api/moderation/people/:id/timeout": {
    staff: "moderator",
    status: 204,
    at: ofEve,
    body: () => ({ forMs: 60_000 }),
  },
  "DELETE /api/moderation/people/:id/timeout": { staff: "moderator", status: 204, at: ofEve },
  "POST /api/moderation/people/:id/purge": {
    staff: "moderator",
    status: 204,
    at: ofEve,
    body: () => ({ purge: "day" }),
  },
  "GET /api/moderation/rooms": { staff: "moderator", status: 200 },
  "PATCH /api/moderation/rooms/:room": {
    staff: "moderator",
    status: 204,
    at: () => ({ room: "global" }),
    body: () => ({ slowMode: 0 }),
  },
  "GET /api/moderation/audit": { staff: "moderator", status: 200 },
  "GET /api/admin/settings": { staff: "admin", status: 200 },
  "PATCH /api/admin/settings": { staff: "admin", status: 200, body: () => ({ signUp: "open" }) },
  "GET /api/admin/invites": { staff: "admin", status: 200 },
  "POST /api/admin/invites": { staff: "admin", status: 201, body: () => ({ uses: 1 }) },
  "DELETE /api/admin/invites/:code": { staff: "admin", status: 204, at: () => ({ code: "some" }) },
  "PUT /api/admin/people/:id/role": { staff: "admin", status: 204, at: ofEve, body: () => ({ role: "moderator" }) },
  "POST /api/admin/people/:id/reset-link": { staff: "admin", status: 201, at: ofEve },
  "GET /api/admin/health": { staff: "admin", status: 200 },
  // For the operator alone (see the scenes of moving house): an administrator learns that.
  "POST /api/admin/flush": { staff: "admin", status: 403 },
  "GET /api/admin/export": { staff: "admin", status: 403 },
  "POST /api/admin/import": { staff: "admin", status: 403, body: () => ({}) },
  "POST /api/admin/import/lines": { staff: "admin", status: 403 },
  "POST /api/admin/import/end": { staff: "admin", status: 403, body: () => ({}) },
  "POST /api/admin/rebuild-search": { staff: "admin", status: 403 },
  "GET /api/groups": { status: 200 },
  "GET /api/search": { status: 200, query: "?q=from" },
};
export const SOCKETS: Record<string, (scene: Scene) => string> = {
  "GET /ws/rooms/:room": ({ room }) => `/ws/rooms/${room}`,
  "GET /ws/inbox": () => "/ws/inbox",
};

/** The way through a door, for whoever shows these headers. */
export function through(name: string, door: Door, on: Scene, parts = door.at?.(on) ?? {}) {
  const [method = "", pattern = ""] = name.split(" ");
  const path = pattern.replace(/:(\w+)/g, (_, part: string) => parts[part] ?? "") + (door.query ?? "");
  return (headers: Record<string, string>, ask?: Ask) => {
    const body = door.body?.(on);
    return call(method, path, { headers, ...(body === undefined ? {} : { body }) }, ask);
  };
}

/** Without a request of its own for the runtime, which takes longer than refusing one: for the thousands that are refused. */
export const inside: Ask = async (request) => app.fetch(request, env, createExecutionContext());

/** What a browser says of a request that another page makes, or of none. */
export const ELSEWHERE: Record<string, string>[] = [
  {},
  { origin: "https://evil.example" },
  { origin: "null" },
  { "sec-fetch-site": "same-site" },
];
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const cookie = (token: string) => ({ cookie: `__Host-session=${token}` });
const sessionIdOf = ({ token }: Cast): string => JSON.parse(atob(token.split(".")[1] ?? "")).sid;

/** A session that is over, in each of the ways in which one can be. */
export async function endedSessions(): Promise<Record<string, Cast>> {
  const [loggedOut, expired, deleted, banned] = await Promise.all(
    ["out", "late", "gone", "bad"].map((name) => person(name)),
  );
  if (!loggedOut || !expired || !deleted || !banned) throw new Error("nobody came");
  await loggedOut.call("POST", "/api/auth/logout");
  await env.DB.prepare("update sessions set expires_at = ? where user_id = ?").bind(Date.now(), expired.id).run();
  await env.DB.prepare("update users set deleted_at = 1 where id = ?").bind(deleted.id).run();
  await env.DB.prepare("update users set banned_at = 1 where id = ?").bind(banned.id).run();
  return {
    "a session of somebody who is banned": banned,
    "a session that was ended": loggedOut,
    "a session that ran out": expired,
    "an account that is gone": deleted,
  };
}
