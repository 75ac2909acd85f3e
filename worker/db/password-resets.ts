/** Links that let somebody set another password, once. There is no e-mail: an administrator hands them over. */
import { and, eq, gt } from "drizzle-orm";
import type { Role } from "../protocol.ts";
import { entryOf } from "./audit.ts";
import type { Database } from "./database.ts";
import type { By } from "./moderation.ts";
import { passwordResets } from "./schema.ts";

/**
 * An earlier link of that person is of no use any more.
 * @param by who makes it; its role and that of whom it is for are what they were when it was looked at whether the link may be made
 * @returns whether they still are
 */
export async function insertReset(
  db: Database,
  { actorId, at, role: makerRole }: By & { role: Role | "operator" },
  { userId, role, tokenHash, expiresAt }: { userId: string; role: Role; tokenHash: string; expiresAt: number },
): Promise<boolean> {
  // What ends the links of somebody ends those that are there: one that comes after it must find its maker as they were.
  const isStill = `from users where id = ? and role = ? and (? is null or exists (
    select 1 from users as maker where maker.id = ? and maker.role = ? and maker.banned_at is null))`;
  const asked = [userId, role, actorId, actorId, makerRole];
  const [, made] = await db.$client.batch([
    entryOf(db, { at, action: "reset_link_made", actorId, userId, detail: { expiresAt } }, isStill, ...asked),
    db.$client
      .prepare(
        `insert or replace into password_resets (user_id, token_hash, expires_at, created_by)
         select ?, ?, ?, ? ${isStill} returning user_id`,
      )
      .bind(userId, tokenHash, expiresAt, actorId, ...asked),
  ]);
  return (made?.results.length ?? 0) > 0;
}

export async function isResetOpen(db: Database, userId: string, tokenHash: string, now: number): Promise<boolean> {
  const [row] = await db
    .select({ userId: passwordResets.userId })
    .from(passwordResets)
    .where(
      and(
        eq(passwordResets.userId, userId),
        eq(passwordResets.tokenHash, tokenHash),
        gt(passwordResets.expiresAt, now),
      ),
    );
  return row !== undefined;
}

/**
 * Uses a link up: the account has another password, and no session any more.
 * @returns the ids of the sessions that ended; `undefined` where the link was used, replaced, or too old
 */
export async function resetPassword(
  db: Database,
  { userId, tokenHash, passwordHash }: { userId: string; tokenHash: string; passwordHash: string },
  now: number,
): Promise<string[] | undefined> {
  const open = "exists (select 1 from password_resets where user_id = ? and token_hash = ? and expires_at > ?)";
  const link = [userId, tokenHash, now];
  const write = (query: string, ...values: unknown[]) => db.$client.prepare(query).bind(...values);
  const act = { at: now, action: "password_reset", actorId: userId } as const;
  // The link goes last: each of these asks whether it is still there.
  const [, changed, ended] = await db.$client.batch<{ id: string }>([
    entryOf(db, act, `where ${open}`, ...link),
    write(
      `update users set password_hash = ? where id = ? and deleted_at is null and ${open} returning id`,
      passwordHash,
      userId,
      ...link,
    ),
    write(`delete from sessions where user_id = ? and ${open} returning id`, userId, ...link),
    write("delete from password_resets where user_id = ? and token_hash = ?", userId, tokenHash),
  ]);
  return changed && changed.results.length > 0 ? (ended?.results ?? []).map(({ id }) => id) : undefined;
}
