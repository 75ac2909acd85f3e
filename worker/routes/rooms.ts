import { Hono } from "hono";
import type { App } from "../app-env.ts";
import { accessRoom } from "../auth/access.ts";
import { requireUser } from "../auth/caller.ts";
import { listRooms } from "../db/rooms.ts";
import { personOf } from "../db/users.ts";
import { valueIn } from "../errors.ts";
import { directRoomId, ReadInput, RoomInput } from "../protocol.ts";
import { updateRoom } from "../room/visit.ts";
import { param, readJson } from "./input.ts";

export const rooms = new Hono<App>();

rooms.get("/", async (c) => {
  const { user } = await requireUser(c);
  return c.json({ rooms: await listRooms(c.var.db, user.id) });
});

rooms.post("/", async (c) => {
  const { user } = await requireUser(c);
  const { userId } = await readJson(c, RoomInput);
  const { room: recorded } = await accessRoom(c.var.db, user.id, directRoomId(user.id, userId));
  const object = c.env.ROOM.getByName(recorded.id);
  const isFirst = await object.make();
  const room = updateRoom(recorded, await object.news(user.id, recorded.readSeq));
  return c.json({ room }, isFirst ? 201 : 200);
});

rooms.get("/:room", async (c) => {
  const { user } = await requireUser(c);
  const { room: recorded } = await accessRoom(c.var.db, user.id, param(c, "room"));
  const room = updateRoom(recorded, await c.env.ROOM.getByName(recorded.id).news(user.id, recorded.readSeq));
  if (room.kind === "global") return c.json({ room });
  const people = room.peer ? [personOf(user), room.peer] : [];
  const members = people.map((person) => ({ ...person, role: "member" }));
  return c.json({ room: { ...room, members } });
});

rooms.put("/:room/read", async (c) => {
  const { user } = await requireUser(c);
  const { room } = await accessRoom(c.var.db, user.id, param(c, "room"));
  const { seq, back } = await readJson(c, ReadInput);
  valueIn(await c.env.ROOM.getByName(room.id).markRead(user.id, seq, back === true, room.readSeq));
  return c.body(null, 204);
});
