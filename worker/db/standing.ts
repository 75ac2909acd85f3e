import { eq } from "drizzle-orm";
import * as v from "valibot";
import { isModerator } from "../auth/access.ts";
import type { RecordedStanding, Standing } from "../standing.ts";
import { apartFrom } from "./blocks.ts";
import type { Database } from "./database.ts";
import { users } from "./schema.ts";

export const standingColumns = { apart: apartFrom, timeoutUntil: users.timeoutUntil };

/** `undefined` for an account that there never was. Of one that is gone, what it wrote may still have to go. */
export async function findStanding(db: Database, userId: string): Promise<RecordedStanding | undefined> {
  const [row] = await db
    .select({
      ...standingColumns,
      bannedAt: users.bannedAt,
      purgeSince: users.purgeSince,
      purgeNo: users.purgeNo,
      role: users.role,
    })
    .from(users)
    .where(eq(users.id, userId));
  if (!row) return undefined;
  return {
    ...standingOf(row),
    isBanned: row.bannedAt !== null,
    isModerator: isModerator(row),
    purge: row.purgeSince === null ? undefined : { since: row.purgeSince, no: row.purgeNo },
  };
}

export async function isBanned(db: Database, userId: string): Promise<boolean> {
  return (await findStanding(db, userId))?.isBanned === true;
}

export function standingOf(row: { apart: string; timeoutUntil: number | null }, now = Date.now()): Standing {
  // One that is over is none: of most people there is nothing to be said to a room.
  const timeoutUntil = row.timeoutUntil !== null && row.timeoutUntil > now ? row.timeoutUntil : 0;
  return { apartFrom: v.parse(v.array(v.string()), JSON.parse(row.apart)), timeoutUntil };
}
