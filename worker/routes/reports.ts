import { Hono } from "hono";
import type { App, AppContext } from "../app-env.ts";
import { accessRoom } from "../auth/access.ts";
import { requireUser } from "../auth/caller.ts";
import { allow } from "../auth/rate.ts";
import { insertReport } from "../db/reports.ts";
import { findUser } from "../db/users.ts";
import { notFound, wrongField } from "../errors.ts";
import { newId } from "../ids.ts";
import { ReportInput } from "../protocol.ts";
import { readJson } from "./input.ts";
import { readPage } from "./messages.ts";

export const reports = new Hono<App>();

reports.post("/", async (c) => {
  const { user } = await requireUser(c, "reports");
  const input = await readJson(c, ReportInput);
  const about = await subjectOf(c, user.id, input);
  if (about.userId === user.id) throw wrongField(input.seq === undefined ? "userId" : "seq", "nobody reports themself");
  await allow(c, "reports", user.id);
  const report = { id: newId(), reporterId: user.id, reason: input.reason, at: Date.now(), ...about };
  return c.body(null, (await insertReport(c.var.db, report)) ? 201 : 204);
});

/** What a report is about, as far as the caller may see it. */
async function subjectOf(c: AppContext, reporterId: string, { userId, room, seq }: ReportInput) {
  if (userId !== undefined && room === undefined && seq === undefined) {
    if (!(await findUser(c.var.db, userId))) throw notFound();
    return { userId };
  }
  if (userId !== undefined || room === undefined || seq === undefined) {
    const wrong = userId !== undefined || room === undefined ? "userId" : "seq";
    throw wrongField(wrong, "say what to report: userId, or room and seq");
  }
  const { room: found } = await accessRoom(c.var.db, reporterId, room);
  const page = await readPage(c, reporterId, found.id, { after: seq - 1, limit: 1 });
  const message = page.messages.find((one) => one.seq === seq);
  if (!message || message.deletedAt !== undefined) throw notFound();
  return { userId: message.from.id, roomId: found.id, seq, body: message.body };
}
