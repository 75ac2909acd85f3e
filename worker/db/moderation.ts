/** What is done to people, each with its entry in the audit log: both happen, or neither. */

import type { DueAct } from "../room/acts.ts";
import type { Restrictions } from "../room/restrictions.ts";
import { type Act, entryOf } from "./audit.ts";
import type { Database } from "./database.ts";

/** Who does it, and when. `actorId`: null is the operator. */
export interface By {
  actorId: string | null;
  /** ms */
  at: number;
}

/** Bans somebody, and with `purgeSince` (ms) decides that what they wrote from then on goes. Who is banned already stays so. */
export async function ban(
  db: Database,
  { actorId, at }: By,
  { userId, reason, purgeSince }: { userId: string; reason: string; purgeSince: number | undefined },
): Promise<void> {
  const detail = {
    reason,
    purge: purgeSince !== undefined,
    ...(purgeSince === undefined ? {} : { since: purgeSince }),
  };
  await db.$client.batch([
    entryOf(
      db,
      { at, action: "ban", actorId, userId, detail },
      "from users where id = ? and banned_at is null",
      userId,
    ),
    // Of somebody who is banned already only that is new.
    ...(purgeSince === undefined
      ? []
      : [
          entryOf(
            db,
            { at, action: "purge", actorId, userId, detail: { since: purgeSince, reason } },
            "from users where id = ? and banned_at is not null",
            userId,
          ),
          write(db, PURGE, purgeSince, userId),
        ]),
    write(db, "update users set banned_at = ? where id = ? and banned_at is null", at, userId),
    write(db, "delete from password_resets where created_by = ?", userId),
  ]);
}

export async function liftBan(db: Database, { actorId, at }: By, userId: string): Promise<void> {
  await db.$client.batch([
    entryOf(db, { at, action: "unban", actorId, userId }, "from users where id = ? and banned_at is not null", userId),
    write(db, "update users set banned_at = null where id = ?", userId),
  ]);
}

/** @param until ms; null takes it back */
export async function setTimeoutOf(
  db: Database,
  { actorId, at }: By,
  { userId, until, reason }: { userId: string; until: number | null; reason: string },
): Promise<void> {
  const act: Act =
    until === null
      ? { at, action: "timeout_lifted", actorId, userId }
      : { at, action: "timeout", actorId, userId, detail: { until, reason } };
  const when = until === null ? "from users where id = ? and timeout_until > ?" : "from users where id = ? and ? > 0";
  await db.$client.batch([
    entryOf(db, act, when, userId, at),
    write(db, "update users set timeout_until = ? where id = ?", until, userId),
  ]);
}

/** Decides that what somebody wrote since `since` (ms) goes. */
export async function purge(
  db: Database,
  { actorId, at }: By,
  { userId, since, reason }: { userId: string; since: number; reason: string },
): Promise<void> {
  await db.$client.batch([
    entryOf(db, { at, action: "purge", actorId, userId, detail: { since, reason } }, "from users where id = ?", userId),
    write(db, PURGE, since, userId),
  ]);
}

/** It is done, unless more was decided meanwhile. */
export async function purged(db: Database, userId: string, no: number): Promise<void> {
  await write(db, "update users set purge_since = null where id = ? and purge_no = ?", userId, no).run();
}

export async function setRole(
  db: Database,
  { actorId, at }: By,
  { userId, from, to }: { userId: string; from: string; to: string },
): Promise<boolean> {
  const [, changed] = await db.$client.batch([
    entryOf(
      db,
      { at, action: "role_changed", actorId, userId, detail: { from, to } },
      "from users where id = ? and role = ?",
      userId,
      from,
    ),
    write(db, "update users set role = ? where id = ? and role = ? returning id", to, userId, from),
    // Who made a link for somebody below them must not come in by it as somebody above, nor when they are above nobody any more.
    write(db, "delete from password_resets where user_id = ? or created_by = ?", userId, userId),
  ]);
  return (changed?.results.length ?? 0) > 0;
}

/** Tells the record what was done in a room, and how the room is restricted now. Again changes nothing. */
export async function recordActs(
  db: Database,
  roomId: string,
  acts: readonly DueAct[],
  { slowMode, locked }: Restrictions,
): Promise<void> {
  await db.$client.batch([
    ...acts.map((act) => entryOf(db, { ...act, roomId })),
    write(
      db,
      "update rooms set slow_mode_s = ?1, locked = ?2 where id = ?3 and (slow_mode_s <> ?1 or locked <> ?2)",
      slowMode,
      locked ? 1 : 0,
      roomId,
    ),
  ]);
}

// The further back the more goes.
const PURGE = `
  update users set purge_since = min(?1, coalesce(purge_since, ?1)), purge_no = purge_no + 1 where id = ?2`;

function write(db: Database, query: string, ...values: unknown[]): D1PreparedStatement {
  return db.$client.prepare(query).bind(...values);
}
