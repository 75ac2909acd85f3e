/** What only groups have: members, invites, and being found. */
import { Hono } from "hono";
import * as v from "valibot";
import type { App, AppContext } from "../app-env.ts";
import { accessRoom } from "../auth/access.ts";
import { requireMember, requireNoTimeout, requireUser } from "../auth/caller.ts";
import { allow } from "../auth/rate.ts";
import { findGroup, searchGroups } from "../db/groups.ts";
import { findMembership } from "../db/places.ts";
import { findPeople } from "../db/users.ts";
import { blocked, notFound, type ProtocolError, valueIn, wrongField } from "../errors.ts";
import { invitedRoomId } from "../group/invites.ts";
import { idFrom, newId } from "../ids.ts";
import { type GroupInput, type GroupPreview, InviteInput, MemberInput, parseRoomId } from "../protocol.ts";
import type { Standing } from "../standing.ts";
import { Limit, param, readJson, readQuery } from "./input.ts";
import { upToDate } from "./room-answers.ts";

export const groups = new Hono<App>();
export const invites = new Hono<App>();
/** Beside `rooms`, under the same address. */
export const roomMembers = new Hono<App>();

export const GroupsQuery = v.object({ q: v.optional(v.pipe(v.string(), v.maxLength(100)), ""), limit: Limit });

groups.get("/", async (c) => {
  const { user } = await requireUser(c, "searches");
  const { q, limit } = readQuery(c, GroupsQuery);
  await allow(c, "searches", user.id);
  return c.json({ groups: await searchGroups(c.var.db, user.id, q, limit) });
});

roomMembers.put("/:room/members/:userId", async (c) => {
  const caller = await requireUser(c);
  requireNoTimeout(caller);
  const { user, standing } = caller;
  const userId = param(c, "userId");
  // First, or who asks wrongly would be told by the refusal whether there is such a group.
  const { role } = await readJson(c, MemberInput);
  const roomId = userId === user.id ? await joinable(c, user.id) : await own(c, user.id);
  if (userId !== user.id) await requirePeople(c, [userId], notFound);
  const isApart = standing.apartFrom.includes(userId);
  valueIn(await c.env.ROOM.getByName(roomId).changeGroup(user.id, { type: "put", userId, role, isApart }));
  return c.body(null, 204);
});

roomMembers.delete("/:room/members/:userId", async (c) => {
  const caller = await requireMember(c, param(c, "room"));
  const { user, room } = caller;
  const userId = param(c, "userId");
  // Whoever wants to leave may.
  if (userId !== user.id) requireNoTimeout(caller);
  valueIn(await c.env.ROOM.getByName(room.id).changeGroup(user.id, { type: "remove", userId }));
  return c.body(null, 204);
});

roomMembers.get("/:room/invites", async (c) => {
  const { user, room } = await requireMember(c, param(c, "room"));
  return c.json({ invites: valueIn(await c.env.ROOM.getByName(room.id).invites(user.id)) });
});

roomMembers.post("/:room/invites", async (c) => {
  const caller = await requireMember(c, param(c, "room"));
  requireNoTimeout(caller);
  const { user, room } = caller;
  const input = await readJson(c, InviteInput);
  return c.json({ invite: valueIn(await c.env.ROOM.getByName(room.id).invite(user.id, input)) }, 201);
});

roomMembers.delete("/:room/invites/:code", async (c) => {
  const caller = await requireMember(c, param(c, "room"));
  requireNoTimeout(caller);
  const { user, room } = caller;
  valueIn(await c.env.ROOM.getByName(room.id).revokeInvite(user.id, param(c, "code")));
  return c.body(null, 204);
});

invites.get("/:code", async (c) => {
  const { user } = await requireUser(c, "searches");
  const { group, code } = await invited(c, user.id);
  if (!valueIn(await c.env.ROOM.getByName(group.id).isInvited(code))) throw notFound();
  return c.json({ group });
});

invites.post("/:code", async (c) => {
  const caller = await requireUser(c);
  requireNoTimeout(caller);
  const { user } = caller;
  const { group, code } = await invited(c, user.id);
  valueIn(await c.env.ROOM.getByName(group.id).enter(user.id, code));
  const { room } = await accessRoom(c.var.db, user.id, group.id);
  return c.json({ room: await upToDate(c, user.id, room) });
});

/** The same client id of the same person makes the same group, however often it comes. */
export async function makeGroup(
  c: AppContext,
  { userId: ownerId, standing }: { userId: string; standing: Standing },
  input: GroupInput,
): Promise<Response> {
  const { id, name, topic = "", public: isPublic = false } = input;
  const roomId = `group:${id === undefined ? newId() : await idFrom(`${ownerId} ${id}`)}`;
  // Ahead of everything that may have changed since, as with messages.
  const made = id === undefined ? undefined : await findMembership(c.var.db, ownerId, { kind: "group", id: roomId });
  if (made) return c.json({ room: await upToDate(c, ownerId, made.room) });
  const memberIds = [...new Set(input.memberIds)];
  await requirePeople(c, memberIds, nobody);
  if (memberIds.some((userId) => standing.apartFrom.includes(userId))) throw blocked();
  await allow(c, "groups", ownerId);
  const object = c.env.ROOM.getByName(roomId);
  const isNew = valueIn(await object.makeGroup(ownerId, { name, topic, isPublic }, memberIds));
  const { room } = await accessRoom(c.var.db, ownerId, roomId);
  return c.json({ room: await upToDate(c, ownerId, room) }, isNew ? 201 : 200);
}

/** A room that the caller is in. */
async function own(c: AppContext, userId: string): Promise<string> {
  const { room } = await accessRoom(c.var.db, userId, param(c, "room"));
  return room.id;
}

/** A room that the caller is in, or a group that is there: whether it lets them in is its own business. */
async function joinable(c: AppContext, userId: string): Promise<string> {
  const address = parseRoomId(param(c, "room"));
  if (address?.kind !== "group") return own(c, userId);
  if (!(await findGroup(c.var.db, userId, address.id))) throw notFound();
  return address.id;
}

/** The group that a code leads to. No object is touched for one that leads nowhere. */
async function invited(c: AppContext, userId: string): Promise<{ group: GroupPreview; code: string }> {
  await allow(c, "searches", userId);
  const code = param(c, "code");
  const roomId = invitedRoomId(code);
  const group = roomId === undefined ? undefined : await findGroup(c.var.db, userId, roomId);
  if (!group) throw notFound();
  return { group, code };
}

async function requirePeople(c: AppContext, userIds: string[], refusal: () => ProtocolError): Promise<void> {
  const found = await findPeople(c.var.db, userIds);
  const there = new Set(found.filter(({ username }) => username !== null).map(({ id }) => id));
  if (userIds.some((userId) => !there.has(userId))) throw refusal();
}

const nobody = () => wrongField("memberIds", "not everybody there has an account");
