/** What moderators do, under `/api/moderation`. For everybody else it is not there. */
import { Hono } from "hono";
import * as v from "valibot";
import type { App, AppContext } from "../app-env.ts";
import { by, mayAdminister, requireBelow, requireModerator, requireSubject, type Staff } from "../auth/staff.ts";
import { changeStanding } from "../auth/standing-change.ts";
import { listAudit } from "../db/audit.ts";
import { ban, liftBan, purge, setTimeoutOf } from "../db/moderation.ts";
import { foldName } from "../db/name-words.ts";
import { hasRoom, listPeople, listRoomRecords, personRecordOf } from "../db/person-records.ts";
import { closeReport, findReport, listReports } from "../db/reports.ts";
import { findPeople, findUser } from "../db/users.ts";
import { notFound, valueIn } from "../errors.ts";
import {
  AUDIT_ACTIONS,
  BanInput,
  CloseReportInput,
  PurgeInput,
  parseRoomId,
  RestrictionsInput,
  TimeoutInput,
} from "../protocol.ts";
import { Limit, PlaceParameter, param, readJson, readQuery, SeqParameter } from "./input.ts";

export const moderation = new Hono<App>();

const DAY_MS = 24 * 60 * 60 * 1000;

export const ReportsQuery = v.object({
  state: v.optional(v.picklist(["open", "closed"]), "open"),
  cursor: PlaceParameter,
  limit: Limit,
});

moderation.get("/reports", async (c) => {
  await requireModerator(c);
  const { state, cursor, limit } = readQuery(c, ReportsQuery);
  const found = await listReports(c.var.db, { isClosed: state === "closed", before: cursor, limit: limit + 1 });
  const { page: reports, ...rest } = pageOf(found, limit, ({ at, id }) => `${at} ${id}`);
  return c.json({ reports, ...rest });
});

moderation.post("/reports/:id", async (c) => {
  const staff = await requireModerator(c);
  const { outcome, deleteMessage } = await readJson(c, CloseReportInput);
  const report = await findReport(c.var.db, param(c, "id"));
  if (!report) throw notFound();
  await requireJudge(c, staff, report.userId);
  if (deleteMessage === true && report.roomId !== "") {
    valueIn(await c.env.ROOM.getByName(report.roomId).takeDown(staff.actorId, report.seq));
  }
  await closeReport(c.var.db, by(staff), { id: report.id, outcome });
  return c.body(null, 204);
});

/** Nobody judges a report about themself, or about somebody of their rank or above. @throws `forbidden` */
async function requireJudge(c: AppContext, staff: Staff, userId: string): Promise<void> {
  const subject = await findUser(c.var.db, userId);
  // Whoever is gone had a role that does not matter any more.
  if (subject) requireBelow(staff, subject.role);
}

export const PeopleQuery = v.object({
  /** This one alone. */
  username: v.optional(v.pipe(v.string(), v.maxLength(32))),
  q: v.optional(v.pipe(v.string(), v.maxLength(100)), ""),
  only: v.optional(v.picklist(["banned", "timed_out", "staff"])),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(32))),
  limit: Limit,
});

moderation.get("/people", async (c) => {
  await requireModerator(c);
  const { q, username, only, cursor, limit } = readQuery(c, PeopleQuery);
  const query = { prefix: foldName(q), username, only, after: cursor, limit: limit + 1, now: Date.now() };
  const found = await listPeople(c.var.db, query);
  const { page: people, ...rest } = pageOf(found, limit, ({ username }) => username ?? "");
  return c.json({ people, ...rest });
});

moderation.get("/people/:id", async (c) => {
  await requireModerator(c);
  const user = await findUser(c.var.db, param(c, "id"));
  if (!user) throw notFound();
  return c.json({ person: personRecordOf(user, Date.now()) });
});

moderation.put("/people/:id/ban", async (c) => {
  const staff = await requireModerator(c);
  const { reason, purge: extent } = await readJson(c, BanInput);
  const { id: userId } = await requireSubject(c, staff, param(c, "id"));
  const act = by(staff);
  await changeStanding(c, [userId], () =>
    ban(c.var.db, act, { userId, reason, purgeSince: extent === "none" ? undefined : sinceOf(extent, act.at) }),
  );
  return c.body(null, 204);
});

moderation.delete("/people/:id/ban", async (c) => {
  const staff = await requireModerator(c);
  const { id: userId } = await requireSubject(c, staff, param(c, "id"));
  await changeStanding(c, [userId], () => liftBan(c.var.db, by(staff), userId));
  return c.body(null, 204);
});

moderation.put("/people/:id/timeout", async (c) => {
  const staff = await requireModerator(c);
  const { forMs, reason } = await readJson(c, TimeoutInput);
  const { id: userId } = await requireSubject(c, staff, param(c, "id"));
  const act = by(staff);
  await changeStanding(c, [userId], () => setTimeoutOf(c.var.db, act, { userId, until: act.at + forMs, reason }));
  return c.body(null, 204);
});

moderation.delete("/people/:id/timeout", async (c) => {
  const staff = await requireModerator(c);
  const { id: userId } = await requireSubject(c, staff, param(c, "id"));
  await changeStanding(c, [userId], () => setTimeoutOf(c.var.db, by(staff), { userId, until: null, reason: "" }));
  return c.body(null, 204);
});

moderation.post("/people/:id/purge", async (c) => {
  const staff = await requireModerator(c);
  const { purge: extent, reason } = await readJson(c, PurgeInput);
  const { id: userId } = await requireSubject(c, staff, param(c, "id"));
  const act = by(staff);
  await changeStanding(c, [userId], () => purge(c.var.db, act, { userId, since: sinceOf(extent, act.at), reason }));
  return c.body(null, 204);
});

export const RoomsQuery = v.object({
  cursor: PlaceParameter,
  limit: Limit,
});

moderation.get("/rooms", async (c) => {
  await requireModerator(c);
  const { cursor, limit } = readQuery(c, RoomsQuery);
  const found = await listRoomRecords(c.var.db, { before: cursor, limit: limit + 1 });
  const { page: rooms, ...rest } = pageOf(found, limit, (room) => `${room.lastAt} ${room.id}`);
  return c.json({ rooms, ...rest });
});

moderation.patch("/rooms/:room", async (c) => {
  const staff = await requireModerator(c);
  const patch = await readJson(c, RestrictionsInput);
  const address = parseRoomId(param(c, "room"));
  // What two people say to each other is nothing to be slowed down.
  if (!address || address.kind === "direct" || !(await hasRoom(c.var.db, address.id))) throw notFound();
  const actor = { userId: staff.actorId, mayModerate: true };
  valueIn(await c.env.ROOM.getByName(address.id).restrict(actor, patch));
  return c.body(null, 204);
});

export const AuditQuery = v.object({
  userId: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9]{1,64}$/, "must be a user id"))),
  action: v.optional(v.picklist(AUDIT_ACTIONS)),
  cursor: SeqParameter,
  limit: Limit,
});

moderation.get("/audit", async (c) => {
  const staff = await requireModerator(c);
  const { userId, action, cursor, limit } = readQuery(c, AuditQuery);
  // Who signs in when is for those who run the place.
  const withoutSecurity = !mayAdminister(staff);
  const found = await listAudit(c.var.db, { userId, action, withoutSecurity, before: cursor, limit: limit + 1 });
  const { page: entries, ...rest } = pageOf(found, limit, ({ no }) => String(no));
  const ids = entries.flatMap(({ actorId, userId: subjectId }) => [actorId, subjectId]);
  const people = await findPeople(c.var.db, [...new Set(ids.filter((id) => typeof id === "string"))]);
  return c.json({ entries, people, ...rest });
});

function sinceOf(extent: "day" | "all", now: number): number {
  return extent === "all" ? 0 : now - DAY_MS;
}

/** @param found one more than a page where there is another page */
function pageOf<T>(found: T[], limit: number, cursorOf: (last: T) => string): { page: T[]; cursor?: string } {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return found.length > limit && last !== undefined ? { page, cursor: cursorOf(last) } : { page };
}
