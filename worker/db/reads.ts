/**
 * How far people have read. The marks that moved last stand together in the row of their room: a row for each would cost far more than
 * the message that they all have read. In `members` stands what was moved back, and what had to make room for others. The higher one counts.
 */
import { eq, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import * as v from "valibot";
import type { PlacedReads } from "../room/place-reads.ts";
import type { Database } from "./database.ts";
import { members, rooms } from "./schema.ts";

const Reads = v.record(v.string(), v.number());

/** How far somebody has read, for a query of `members` with their `rooms`. */
export const readSeqIn = readSeqOf(members);

/** The same where `members` goes by another name. */
export function readSeqOf({ userId, readSeq }: Record<"userId" | "readSeq", SQLWrapper>): SQL<number> {
  return sql`max(coalesce(${rooms.reads} ->> ${userId}, 0), ${readSeq})`;
}

/** The marks in the row of a room. */
export async function findRecentReads(db: Database, roomId: string): Promise<ReadonlyMap<string, number>> {
  const [row] = await db.select({ reads: rooms.reads }).from(rooms).where(eq(rooms.id, roomId));
  return new Map(Object.entries(v.parse(Reads, JSON.parse(row?.reads ?? "{}"))));
}

/** Writes marks of a room in which nothing else is new: one row for all that stand in the room's own. */
export async function recordReads(db: Database, roomId: string, reads: PlacedReads): Promise<void> {
  const recent = db.$client.prepare("update rooms set reads = ?2 where id = ?1 and reads is not ?2");
  await db.$client.batch([recent.bind(roomId, recentAsText(reads)), ...readsApart(db, roomId, reads)]);
}

/** The part of a batch that goes with the row of the room. */
export function readsApart(db: Database, roomId: string, { apart }: PlacedReads): D1PreparedStatement[] {
  return apart.length === 0 ? [] : [db.$client.prepare(UPDATE_MEMBERS).bind(roomId, JSON.stringify(apart))];
}

export function recentAsText({ recent }: PlacedReads): string {
  return JSON.stringify(Object.fromEntries(recent));
}

const UPDATE_MEMBERS = `
  update members set read_seq = mark.value ->> 'seq' from json_each(?2) as mark
  where room_id = ?1 and user_id = mark.value ->> 'userId'
    and (read_seq < mark.value ->> 'seq' or (mark.value ->> 'isExact' and read_seq <> mark.value ->> 'seq'))`;
