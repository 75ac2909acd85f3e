import { Hono } from "hono";
import type { App } from "../app-env.ts";
import { requireUser } from "../auth/caller.ts";
import { allow } from "../auth/rate.ts";
import { changeStanding } from "../auth/standing-change.ts";
import { deleteBlock, insertBlock, isBlocked, listBlocked } from "../db/blocks.ts";
import { findUser } from "../db/users.ts";
import { notFound, ProtocolError } from "../errors.ts";
import { LIMITS } from "../protocol.ts";
import { param } from "./input.ts";

export const blocks = new Hono<App>();

blocks.get("/", async (c) => {
  const { user } = await requireUser(c);
  return c.json({ users: await listBlocked(c.var.db, user.id) });
});

blocks.put("/:userId", async (c) => {
  const { user } = await requireUser(c, "blocks");
  const blockedId = param(c, "userId");
  if (blockedId === user.id) throw new ProtocolError("bad_request", "Nobody blocks themself.");
  if (!(await findUser(c.var.db, blockedId))) throw notFound();
  if (await isBlocked(c.var.db, user.id, blockedId)) return c.body(null, 204);
  await allow(c, "blocks", user.id);
  const block = { blockerId: user.id, blockedId, limit: LIMITS.blocksPerPerson };
  await changeStanding(c, [user.id, blockedId], async () => {
    if (await insertBlock(c.var.db, block, Date.now())) return;
    throw new ProtocolError("conflict", `One person blocks at most ${LIMITS.blocksPerPerson} others.`);
  });
  return c.body(null, 204);
});

blocks.delete("/:userId", async (c) => {
  const { user } = await requireUser(c, "blocks");
  const blockedId = param(c, "userId");
  if (!(await isBlocked(c.var.db, user.id, blockedId))) return c.body(null, 204);
  await allow(c, "blocks", user.id);
  await changeStanding(c, [user.id, blockedId], () => deleteBlock(c.var.db, user.id, blockedId));
  return c.body(null, 204);
});
