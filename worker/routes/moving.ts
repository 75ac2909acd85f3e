/** Moving house, under `/api/admin`, a step at a time: the command line puts them together. */
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import * as v from "valibot";
import { type App, type AppContext, toTheEnd } from "../app-env.ts";
import { by, requireAdmin, type Staff } from "../auth/staff.ts";
import { auditEntry } from "../db/audit.ts";
import { listRoomIdsAfter } from "../db/person-records.ts";
import { ProtocolError } from "../errors.ts";
import { beginImport, finishImport, importLines, importProgress, isImported } from "../moving/in.ts";
import { exportPage } from "../moving/out.ts";
import { GLOBAL_ROOM_ID, type Invite } from "../protocol.ts";
import { rebuildIndex } from "../search/rebuild.ts";
import { readJson, readLines, readQuery } from "./input.ts";

export const moving = new Hono<App>();

/** Each is a request. */
const ROOMS_AT_ONCE = 40;

const Page = v.object({ cursor: v.optional(v.pipe(v.string(), v.maxLength(1_000))) });
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal"));
const Whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const FileInput = v.object({ sha256: Sha256 });
const DoneInput = v.object({ sha256: Sha256, lines: Whole });
const PartQuery = v.object({ sha256: Sha256, from: v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)) });

/** Has rooms write down what the record lacks, some at a time. */
moving.post("/flush", async (c) => {
  await requireOperator(c);
  const { cursor = "" } = readQuery(c, Page);
  const ids = await listRoomIdsAfter(c.var.db, cursor, ROOMS_AT_ONCE);
  const settled = await Promise.all(ids.map((id) => c.env.ROOM.getByName(id).settle()));
  const behind = ids.filter((_, index) => settled[index]?.isDone !== true);
  const setAside = settled.reduce((sum, room) => sum + room.setAside, 0);
  if (behind.length > 0)
    throw new ProtocolError("unavailable", `Not everything is written down: ${behind.join(", ")}.`);
  const last = ids.at(-1);
  return c.json({ count: ids.length, setAside, ...(ids.length === ROOMS_AT_ONCE && last ? { cursor: last } : {}) });
});

moving.get("/export", async (c) => {
  const staff = await requireOperator(c);
  const { cursor } = readQuery(c, Page);
  // Where nobody lives it is no act: a community that moves in brings its own log, from the first number on.
  if (cursor === undefined) {
    await auditEntry(c.var.db, { ...by(staff), action: "exported" }, sql`where exists (select 1 from users)`);
  }
  const invitesOf = (roomId: string) => c.env.ROOM.getByName(roomId).openInvites();
  return c.json(await exportPage(c.var.db, invitesOf, cursor));
});

/** Begins to move in, or goes on: how many lines are here. */
moving.post("/import", async (c) => {
  await requireOperator(c);
  const { sha256 } = await readJson(c, FileInput);
  // In its object something may be that the record has not heard of.
  const isSilent = (await c.env.ROOM.getByName(GLOBAL_ROOM_ID).lastSeq()) === 0;
  if (!isSilent && (await importProgress(c.var.db)) === undefined && !(await isImported(c.var.db, sha256))) {
    throw new ProtocolError("conflict", "Somebody lives here: a community moves into an empty record alone.");
  }
  return c.json({ lines: await beginImport(c.var.db, sha256) });
});

moving.post("/import/lines", async (c) => {
  await requireOperator(c);
  const part = readQuery(c, PartQuery);
  const texts = await readLines(c);
  const takeInvites = (invites: Invite[]) => giveToGroups(c, invites);
  return c.json({ lines: await toTheEnd(c, () => importLines(c.var.db, takeInvites, { ...part, texts })) });
});

moving.post("/import/end", async (c) => {
  const staff = await requireOperator(c);
  const file = await readJson(c, DoneInput);
  const global = c.env.ROOM.getByName(GLOBAL_ROOM_ID);
  await toTheEnd(c, () => finishImport(c.var.db, by(staff), file, () => global.moveIn()));
  return c.body(null, 204);
});

/** Makes the search index again, some messages at a time. */
moving.post("/rebuild-search", async (c) => {
  await requireOperator(c);
  const { cursor } = readQuery(c, Page);
  return c.json(await rebuildIndex(c.var.db, c.env.SEARCH, cursor));
});

/** A whole community, passwords' hashes included, is for who has the databases anyway. */
async function requireOperator(c: AppContext): Promise<Staff> {
  const staff = await requireAdmin(c);
  if (staff.role !== "operator") throw new ProtocolError("forbidden", "This is for the operator at the command line.");
  return staff;
}

async function giveToGroups(c: AppContext, invites: Invite[]): Promise<void> {
  for (const [roomId, own] of Map.groupBy(invites, (invite) => invite.roomId)) {
    await c.env.ROOM.getByName(roomId).takeInvites(own);
  }
}
