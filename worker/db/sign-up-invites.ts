/** Ways in, where nobody signs up without one. */
import { and, desc, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { InviteInput, SignUpInvite } from "../protocol.ts";
import { auditEntry } from "./audit.ts";
import type { Database } from "./database.ts";
import type { By } from "./moderation.ts";
import { signUpInvites } from "./schema.ts";

export async function insertSignUpInvite(
  db: Database,
  { actorId, at: now }: By,
  { code, expiresInMs, uses }: { code: string } & InviteInput,
): Promise<SignUpInvite> {
  const expiresAt = expiresInMs === undefined ? null : now + expiresInMs;
  const row = { code, createdBy: actorId ?? "operator", createdAt: now, expiresAt, usesLeft: uses ?? null };
  // What lets nobody in any more is of no use.
  await db.batch([
    db.delete(signUpInvites).where(sql`expires_at <= ${now} or uses_left <= 0`),
    db.insert(signUpInvites).values(row),
    // Not the code: who reads the log must not come in by it.
    auditEntry(db, { at: now, action: "invite_made", actorId, detail: { expiresAt, uses: row.usesLeft } }),
  ]);
  return shown(row);
}

/** Those that still let somebody in, the newest first. */
export async function listSignUpInvites(db: Database, now: number): Promise<SignUpInvite[]> {
  const rows = await db
    .select()
    .from(signUpInvites)
    .where(sql`(expires_at is null or expires_at > ${now}) and (uses_left is null or uses_left > 0)`)
    .orderBy(desc(signUpInvites.createdAt));
  return rows.map(shown);
}

export async function deleteSignUpInvite(db: Database, { actorId, at }: By, code: string): Promise<void> {
  await db.batch([
    auditEntry(
      db,
      { at, action: "invite_revoked", actorId },
      sql`from ${signUpInvites} where ${eq(signUpInvites.code, code)}`,
    ),
    db.delete(signUpInvites).where(eq(signUpInvites.code, code)),
  ]);
}

/** Whether an invite lets somebody in. It is used up with the account that is made. */
export async function isGoodInvite(db: Database, code: string, now: number): Promise<boolean> {
  const found = await db.select({ code: signUpInvites.code }).from(signUpInvites).where(isGood(code, now));
  return found.length > 0;
}

/** Is `value` where the invite lets somebody in, and null where it does not. */
export function ifInvited(value: string, code: string, now: number): SQL<string> {
  return sql`(select ${value} from ${signUpInvites} where ${isGood(code, now)})`;
}

/** Uses an invite up by one; for a batch in which it was looked at. */
export function spending(db: Database, code: string) {
  return db.update(signUpInvites).set({ usesLeft: sql`uses_left - 1` }).where(eq(signUpInvites.code, code));
}

function isGood(code: string, now: number): SQL | undefined {
  return and(
    eq(signUpInvites.code, code),
    or(isNull(signUpInvites.usesLeft), gt(signUpInvites.usesLeft, 0)),
    or(isNull(signUpInvites.expiresAt), gt(signUpInvites.expiresAt, now)),
  );
}

function shown({ expiresAt, usesLeft, ...row }: typeof signUpInvites.$inferSelect): SignUpInvite {
  return {
    ...row,
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(usesLeft === null ? {} : { usesLeft }),
  };
}
