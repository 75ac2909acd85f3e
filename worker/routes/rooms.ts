import { Hono } from "hono";
import type { App } from "../app-env.ts";
import { accessRoom, isModerator } from "../auth/access.ts";
import { requireMember, requireNoTimeout, requireUser } from "../auth/caller.ts";
import { changeRoomSettings, listRooms } from "../db/rooms.ts";
import { personOf, privacyOf } from "../db/users.ts";
import { notFound, valueIn } from "../errors.ts";
import { directRoomId, ReadInput, RoomInput, RoomPatch, RoomSettingsInput } from "../protocol.ts";
import { makeGroup } from "./groups.ts";
import { param, readJson } from "./input.ts";
import { detailsOf, upToDate } from "./room-answers.ts";

export const rooms = new Hono<App>();

rooms.get("/", async (c) => {
  const { user } = await requireUser(c);
  return c.json({ rooms: await listRooms(c.var.db, user.id, personOf(user)) });
});

rooms.post("/", async (c) => {
  const caller = await requireUser(c);
  const { user, standing } = caller;
  const input = await readJson(c, RoomInput);
  if (input.kind === "group") requireNoTimeout(caller);
  if (input.kind === "group") return makeGroup(c, { userId: user.id, standing }, input);
  const { room } = await accessRoom(c.var.db, user.id, directRoomId(user.id, input.userId));
  const isFirst = await c.env.ROOM.getByName(room.id).make();
  return c.json({ room: await upToDate(c, user.id, room) }, isFirst ? 201 : 200);
});

rooms.get("/:room", async (c) => {
  const { user, room } = await requireMember(c, param(c, "room"));
  return c.json({ room: await detailsOf(c, user, room) });
});

rooms.patch("/:room", async (c) => {
  const caller = await requireMember(c, param(c, "room"));
  requireNoTimeout(caller);
  const { user, room } = caller;
  const { slowMode, locked, ...patch } = await readJson(c, RoomPatch);
  const object = c.env.ROOM.getByName(room.id);
  const restrictions = { ...(slowMode === undefined ? {} : { slowMode }), ...(locked === undefined ? {} : { locked }) };
  const isRestricted = Object.keys(restrictions).length > 0;
  // First: whoever may describe a room may restrict it as well, so that either all of it is done or nothing.
  if (!isRestricted || Object.values(patch).some((value) => value !== undefined)) {
    valueIn(await object.changeGroup(user.id, { type: "describe", patch }));
  }
  if (isRestricted) {
    // In a group its own roles decide, as the room knows them.
    const isCommunityModerator = room.kind === "global" && isModerator(user);
    valueIn(await object.restrict({ userId: user.id, mayModerate: isCommunityModerator }, restrictions));
  }
  return c.json({ room: await detailsOf(c, user, room) });
});

rooms.delete("/:room", async (c) => {
  const caller = await requireMember(c, param(c, "room"));
  requireNoTimeout(caller);
  const { user, room } = caller;
  valueIn(await c.env.ROOM.getByName(room.id).changeGroup(user.id, { type: "delete" }));
  return c.body(null, 204);
});

rooms.put("/:room/settings", async (c) => {
  const { user, room } = await requireMember(c, param(c, "room"));
  const input = await readJson(c, RoomSettingsInput);
  if (!(await changeRoomSettings(c.var.db, user.id, room, input, Date.now()))) throw notFound();
  // Their other devices mute it, too.
  c.executionCtx.waitUntil(c.env.ROOM.getByName(room.id).tell(user.id));
  return c.body(null, 204);
});

rooms.put("/:room/read", async (c) => {
  const { user, room } = await requireMember(c, param(c, "room"));
  const { seq, back } = await readJson(c, ReadInput);
  const reader = { userId: user.id, tellsReads: privacyOf(user).receipts };
  valueIn(await c.env.ROOM.getByName(room.id).markRead(reader, seq, back === true, room.readSeq));
  return c.body(null, 204);
});
