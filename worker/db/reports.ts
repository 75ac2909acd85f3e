/** What people think a moderator should look at. */
import { and, asc, desc, eq, gt, lt, lte, or, sql } from "drizzle-orm";
import type { Report, ReportOutcome } from "../protocol.ts";
import { entryOf } from "./audit.ts";
import type { Database } from "./database.ts";
import type { By } from "./moderation.ts";
import { reports } from "./schema.ts";
import { findPeople } from "./users.ts";

export type NewReport = Pick<
  typeof reports.$inferInsert,
  "id" | "reporterId" | "userId" | "roomId" | "seq" | "reason" | "body" | "at"
>;

/**
 * Files a report, unless the same person's report of the same thing is still open. Returns whether it is their first one of that: what
 * was looked at may have gone on since.
 */
export async function insertReport(db: Database, report: NewReport): Promise<boolean> {
  const { id, reporterId, userId, roomId = "", seq = 0 } = report;
  const isSame = and(
    eq(reports.reporterId, reporterId),
    eq(reports.userId, userId),
    eq(reports.roomId, roomId),
    eq(reports.seq, seq),
  );
  const [, same] = await db.batch([
    db.insert(reports).values(report).onConflictDoNothing(),
    db.select({ id: reports.id }).from(reports).where(isSame).limit(2),
  ]);
  return same.every((one) => one.id === id);
}

export interface ReportsQuery {
  isClosed: boolean;
  /** Only those after this one in the list; `at` in ms. */
  before?: { at: number; id: string } | undefined;
  limit: number;
}

/** The latest first. */
export async function listReports(db: Database, { isClosed, before, limit }: ReportsQuery): Promise<Report[]> {
  const rows = await db
    .select()
    .from(reports)
    .where(
      and(
        // The conditions of the indexes, word for word.
        isClosed ? sql`closed_at is not null` : sql`closed_at is null`,
        // The first of the two is a range of the index.
        before && and(lte(reports.at, before.at), or(lt(reports.at, before.at), gt(reports.id, before.id))),
      ),
    )
    .orderBy(desc(reports.at), asc(reports.id))
    .limit(limit);
  return withPeople(db, rows);
}

export async function findReport(db: Database, id: string): Promise<typeof reports.$inferSelect | undefined> {
  const [row] = await db.select().from(reports).where(eq(reports.id, id));
  return row;
}

/** Closes a report; one that is closed stays as it is. */
export async function closeReport(
  db: Database,
  { actorId, at }: By,
  { id, outcome }: { id: string; outcome: ReportOutcome },
): Promise<void> {
  const report = await findReport(db, id);
  if (!report) return;
  const { userId, roomId, seq } = report;
  const place = roomId === "" ? {} : { roomId, seq };
  await db.$client.batch([
    entryOf(
      db,
      { at, action: "report_closed", actorId, userId, ...place, detail: { report: id, outcome } },
      "from reports where id = ? and closed_at is null",
      id,
    ),
    db.$client
      .prepare("update reports set closed_at = ?, closed_by = ?, outcome = ? where id = ? and closed_at is null")
      .bind(at, actorId, outcome, id),
  ]);
}

/** Those that somebody filed. */
export async function listReportsBy(db: Database, reporterId: string): Promise<(typeof reports.$inferSelect)[]> {
  return db.select().from(reports).where(eq(reports.reporterId, reporterId));
}

async function withPeople(db: Database, rows: (typeof reports.$inferSelect)[]): Promise<Report[]> {
  const ids = rows.flatMap(({ reporterId, userId, closedBy }) => [reporterId, userId, closedBy ?? reporterId]);
  const people = new Map((await findPeople(db, [...new Set(ids)])).map((person) => [person.id, person]));
  const who = (id: string) => people.get(id) ?? { id, username: null, displayName: null };
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    by: who(row.reporterId),
    about: who(row.userId),
    reason: row.reason,
    ...(row.roomId === "" ? {} : { room: row.roomId, seq: row.seq }),
    ...(row.body === null ? {} : { body: row.body }),
    ...(row.closedAt === null ? {} : { closedAt: row.closedAt }),
    ...(row.closedBy === null ? {} : { closedBy: who(row.closedBy) }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
  }));
}
