/** People and rooms as those see them who look after the community. */
import { and, asc, desc, eq, gt, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { PersonRecord, RoomRecord } from "../protocol.ts";
import { shownRestrictions } from "../room/restrictions.ts";
import type { Database } from "./database.ts";
import { rooms, users, userWords } from "./schema.ts";
import { personOf, type UserRow } from "./users.ts";

export interface PeopleQuery {
  /** The start of a name, folded; "" for everybody. */
  prefix: string;
  username?: string | undefined;
  /** Only those who are banned, who are timed out, or who look after something. */
  only?: "banned" | "timed_out" | "staff" | undefined;
  /** Only people with a higher username. */
  after?: string | undefined;
  limit: number;
  /** ms */
  now: number;
}

/** By username. */
export async function listPeople(db: Database, query: PeopleQuery): Promise<PersonRecord[]> {
  const { prefix, username, only, after, limit, now } = query;
  const named = db
    .select({ userId: userWords.userId })
    .from(userWords)
    .where(sql`${userWords.word} >= ${prefix} and ${userWords.word} < ${`${prefix}\u{10ffff}`}`);
  // With the conditions of the indexes, word for word.
  const filters = {
    banned: sql`banned_at is not null`,
    timed_out: sql`timeout_until is not null and timeout_until > ${now}`,
    staff: sql`role <> 'member'`,
  };
  const rows = await db
    .select()
    .from(users)
    .where(
      and(
        isNull(users.deletedAt),
        prefix === "" ? undefined : inArray(users.id, named),
        username === undefined ? undefined : eq(users.username, username),
        only && filters[only],
        after === undefined ? undefined : gt(users.username, after),
      ),
    )
    .orderBy(asc(users.username))
    .limit(limit);
  return rows.map((row) => personRecordOf(row, now));
}

export function personRecordOf(row: UserRow, now: number): PersonRecord {
  const { timeoutUntil } = row;
  return {
    ...personOf(row),
    role: row.role,
    createdAt: row.createdAt,
    ...(row.bannedAt === null ? {} : { bannedAt: row.bannedAt }),
    ...(timeoutUntil !== null && timeoutUntil > now ? { timeoutUntil } : {}),
    ...(row.purgeSince === null ? {} : { isBeingPurged: true }),
  };
}

/** Everything but direct rooms, the one with the latest message first. */
export async function listRoomRecords(
  db: Database,
  { before, limit }: { before?: { at: number; id: string } | undefined; limit: number },
): Promise<RoomRecord[]> {
  const rows = await db
    .select()
    .from(rooms)
    .where(
      and(
        // The condition of the index, word for word.
        sql`kind <> 'direct'`,
        before && or(lt(rooms.lastAt, before.at), and(eq(rooms.lastAt, before.at), gt(rooms.id, before.id))),
      ),
    )
    .orderBy(desc(rooms.lastAt), asc(rooms.id))
    .limit(limit);
  return rows.map(({ id, kind, name, memberCount, public: isPublic, lastSeq, lastAt, slowModeS, locked }) => ({
    id,
    kind,
    lastSeq,
    lastAt,
    ...(name === null ? {} : { name }),
    ...(kind === "group" ? { memberCount, public: isPublic } : {}),
    ...shownRestrictions({ slowMode: slowModeS, locked }),
  }));
}

export async function hasRoom(db: Database, id: string): Promise<boolean> {
  const [row] = await db.select({ id: rooms.id }).from(rooms).where(eq(rooms.id, id));
  return row !== undefined;
}

/** The rooms that spoke last. */
export async function listLatestRooms(db: Database, limit: number): Promise<string[]> {
  const rows = await db.select({ id: rooms.id }).from(rooms).orderBy(desc(rooms.lastAt)).limit(limit);
  return rows.map(({ id }) => id);
}

/** By id, from the one after `afterId` on. */
export async function listRoomIdsAfter(db: Database, afterId: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: rooms.id })
    .from(rooms)
    .where(gt(rooms.id, afterId))
    .orderBy(asc(rooms.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}
