/** Who wants nothing to do with whom. What follows from it holds in both directions, so that is how it is asked for. */
import { and, eq, sql } from "drizzle-orm";
import type { Person } from "../protocol.ts";
import type { Database } from "./database.ts";
import { blocks, users } from "./schema.ts";
import { personColumns, personOf } from "./users.ts";

/** For a query of `users`: those whom the person of a row blocks, or who block them, as a JSON list of ids. */
export const apartFrom = sql<string>`(
  select json_group_array(other) from (
    select blocked_id as other from blocks where blocker_id = ${users.id}
    union select blocker_id from blocks where blocked_id = ${users.id}))`;

/** Whom somebody blocks, the latest first. */
export async function listBlocked(db: Database, blockerId: string): Promise<Person[]> {
  const rows = await db
    .select(personColumns)
    .from(blocks)
    .innerJoin(users, eq(users.id, blocks.blockedId))
    .where(eq(blocks.blockerId, blockerId))
    .orderBy(sql`${blocks.at} desc`, users.id);
  return rows.map(personOf);
}

/** The same as rows: at most as many as one may block. */
export async function listBlocks(db: Database, blockerId: string): Promise<(typeof blocks.$inferSelect)[]> {
  return db.select().from(blocks).where(eq(blocks.blockerId, blockerId));
}

/**
 * Blocks somebody; again changes nothing.
 * @returns false where `blockerId` blocks `limit` people already, and this one is not among them
 */
export async function insertBlock(
  db: Database,
  { blockerId, blockedId, limit }: { blockerId: string; blockedId: string; limit: number },
  now: number,
): Promise<boolean> {
  const [, found] = await db.batch([
    db
      .insert(blocks)
      .select(
        sql`select ${blockerId}, ${blockedId}, ${now}
          where (select count(*) from ${blocks} where ${blocks.blockerId} = ${blockerId}) < ${limit}`,
      )
      .onConflictDoNothing(),
    db
      .select({ at: blocks.at })
      .from(blocks)
      .where(and(eq(blocks.blockerId, blockerId), eq(blocks.blockedId, blockedId))),
  ]);
  return found.length > 0;
}

export async function isBlocked(db: Database, blockerId: string, blockedId: string): Promise<boolean> {
  const [row] = await db
    .select({ at: blocks.at })
    .from(blocks)
    .where(and(eq(blocks.blockerId, blockerId), eq(blocks.blockedId, blockedId)));
  return row !== undefined;
}

export async function deleteBlock(db: Database, blockerId: string, blockedId: string): Promise<void> {
  await db.delete(blocks).where(and(eq(blocks.blockerId, blockerId), eq(blocks.blockedId, blockedId)));
}
