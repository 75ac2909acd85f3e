import { and, eq, isNull } from "drizzle-orm";
import * as v from "valibot";
import { isModerator } from "../auth/access.ts";
import type { Standing } from "../room/standings.ts";
import { apartFrom } from "./blocks.ts";
import type { Database } from "./database.ts";
import { users } from "./schema.ts";

/** How somebody stands, and what of it is still to be done. */
export interface RecordedStanding extends Standing {
  isBanned: boolean;
  /** Of the community. */
  isModerator: boolean;
  /** ms; what they wrote from then on is to be taken out. */
  purgeSince: number | undefined;
}

export const standingColumns = { apart: apartFrom, timeoutUntil: users.timeoutUntil };

/** `undefined` for an account that is gone, or that there never was. */
export async function findStanding(db: Database, userId: string): Promise<RecordedStanding | undefined> {
  const [row] = await db
    .select({ ...standingColumns, bannedAt: users.bannedAt, purgeSince: users.purgeSince, role: users.role })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.deletedAt)));
  if (!row) return undefined;
  return {
    ...standingOf(row),
    isBanned: row.bannedAt !== null,
    isModerator: isModerator(row),
    purgeSince: row.purgeSince ?? undefined,
  };
}

export async function isBanned(db: Database, userId: string): Promise<boolean> {
  return (await findStanding(db, userId))?.isBanned === true;
}

export function standingOf(row: { apart: string; timeoutUntil: number | null }): Standing {
  return { apartFrom: v.parse(v.array(v.string()), JSON.parse(row.apart)), timeoutUntil: row.timeoutUntil ?? 0 };
}
