/** What administrators do, under `/api/admin`. For everybody else it is not there. */
import { Hono } from "hono";
import { version } from "../../package.json";
import { type App, type AppContext, toTheEnd } from "../app-env.ts";
import { hashOf } from "../auth/operator.ts";
import { by, requireAdmin, requireBelow, requireSubject } from "../auth/staff.ts";
import { changeStanding } from "../auth/standing-change.ts";
import { changeCommunity, countCommunity, readCommunity } from "../db/community.ts";
import { setRole } from "../db/moderation.ts";
import { insertReset } from "../db/password-resets.ts";
import { listLatestRooms } from "../db/person-records.ts";
import { deleteSignUpInvite, insertSignUpInvite, listSignUpInvites } from "../db/sign-up-invites.ts";
import { limitsOf } from "../env.ts";
import { ProtocolError } from "../errors.ts";
import { newId } from "../ids.ts";
import { logError } from "../log.ts";
import { CommunityInput, InviteInput, parseRoomId, RoleInput, type RoomHealth } from "../protocol.ts";
import { param, readJson } from "./input.ts";

export const admin = new Hono<App>();

/** Long enough to be handed over, short enough to be forgotten in a mailbox. */
const RESET_LINK_MS = 24 * 60 * 60 * 1000;
/** Each is a request, and wakes the room. */
const ROOMS_LOOKED_AT = 20;

admin.get("/settings", async (c) => {
  await requireAdmin(c);
  return c.json({ community: await readCommunity(c.var.db), limits: limitsOf(c.env) });
});

admin.patch("/settings", async (c) => {
  const staff = await requireAdmin(c);
  await changeCommunity(c.var.db, by(staff), await readJson(c, CommunityInput));
  return c.json({ community: await readCommunity(c.var.db), limits: limitsOf(c.env) });
});

admin.get("/invites", async (c) => {
  await requireAdmin(c);
  return c.json({ invites: await listSignUpInvites(c.var.db, Date.now()) });
});

admin.post("/invites", async (c) => {
  const staff = await requireAdmin(c);
  const input = await readJson(c, InviteInput);
  return c.json({ invite: await insertSignUpInvite(c.var.db, by(staff), { ...input, code: newId() }) }, 201);
});

admin.delete("/invites/:code", async (c) => {
  const staff = await requireAdmin(c);
  await deleteSignUpInvite(c.var.db, by(staff), param(c, "code"));
  return c.body(null, 204);
});

admin.put("/people/:id/role", async (c) => {
  const staff = await requireAdmin(c);
  const { role: to } = await readJson(c, RoleInput);
  const { id: userId, role: from } = await requireSubject(c, staff, param(c, "id"));
  requireBelow(staff, to);
  if (to === from) return c.body(null, 204);
  const change = () => setRole(c.var.db, by(staff), { userId, from, to });
  await toTheEnd(c, async () => {
    if (!(await changeStanding(c, [userId], change))) throw hasOtherRole();
    await c.env.INBOX.getByName(userId).tellRole(to);
  });
  return c.body(null, 204);
});

admin.post("/people/:id/reset-link", async (c) => {
  const staff = await requireAdmin(c);
  const { id: userId, role } = await requireSubject(c, staff, param(c, "id"));
  const secret = Array.from({ length: 2 }, newId).join("");
  const token = `${userId}.${secret}`;
  const act = by(staff);
  const expiresAt = act.at + RESET_LINK_MS;
  const link = { userId, role, tokenHash: await hashOf(token), expiresAt };
  const maker = { ...act, role: staff.role };
  if (!(await toTheEnd(c, () => insertReset(c.var.db, maker, link)))) throw hasOtherRole();
  return c.json({ token, expiresAt }, 201);
});

const hasOtherRole = () => new ProtocolError("conflict", "Somebody else gave them another role just now.");

admin.get("/health", async (c) => {
  await requireAdmin(c);
  const began = Date.now();
  const counts = await countCommunity(c.var.db);
  const recordMs = Date.now() - began;
  const roomIds = await listLatestRooms(c.var.db, ROOMS_LOOKED_AT);
  const asked = await Promise.all(roomIds.map((roomId) => healthOf(c, roomId)));
  return c.json({ version, recordMs, ...counts, latest: asked.filter((room) => room !== undefined) });
});

async function healthOf(c: AppContext, id: string): Promise<RoomHealth | undefined> {
  try {
    const { sockets, pending, oldestAt, setAside, fault } = await c.env.ROOM.getByName(id).health();
    return {
      // Who writes to whom is nobody else's business.
      id: parseRoomId(id)?.kind === "direct" ? "direct" : id,
      sockets,
      pending,
      setAside,
      ...(oldestAt === undefined ? {} : { oldestAt }),
      ...(fault === undefined ? {} : { fault }),
    };
  } catch (error) {
    logError("health", error, { roomId: id });
    return undefined;
  }
}
