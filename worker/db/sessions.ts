import { and, desc, eq, gt, inArray, isNull, lte, ne, sql } from "drizzle-orm";
import type { SessionClaims } from "../auth/tokens.ts";
import type { Standing } from "../standing.ts";
import { auditEntry } from "./audit.ts";
import { type Database, preparedOnce } from "./database.ts";
import { passwordResets, sessions, users } from "./schema.ts";
import { standingColumns, standingOf } from "./standing.ts";
import type { NewSession, UserRow } from "./users.ts";

/** A session ends this long after its last use. */
export const SESSION_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
/** Its end is moved at most this often: a row written for each request would cost more than the request. */
const TOUCH_EVERY_MS = 24 * 60 * 60 * 1000;
const USER_AGENT_LENGTH = 256;

export type SessionRow = typeof sessions.$inferSelect;

export interface SignedIn {
  user: UserRow;
  sessionId: string;
  standing: Standing;
  /** The end of the session is due to be moved, and its cookie with it. */
  isDue: boolean;
}

export function newSession(id: string, userId: string, userAgent: string, now: number): NewSession {
  return {
    id,
    userId,
    userAgent: userAgent.slice(0, USER_AGENT_LENGTH),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + SESSION_LIFETIME_MS,
  };
}

/**
 * Starts a session, unless the password that it was earned with (`passwordHash`) was changed meanwhile: what ends all sessions
 * of an old password must not miss one that is just being made.
 * Those of the same person that ran out go with it: nothing else would ever take them away.
 * @returns whether it stands
 */
export async function insertSession(db: Database, session: NewSession, passwordHash: string): Promise<boolean> {
  const { id, userId, userAgent, createdAt, lastSeenAt, expiresAt } = session;
  const [, inserted] = await db.batch([
    db.delete(sessions).where(and(eq(sessions.userId, userId), lte(sessions.expiresAt, createdAt))),
    db
      .insert(sessions)
      .select(
        sql`select ${id}, ${userId}, ${userAgent}, ${createdAt}, ${lastSeenAt}, ${expiresAt} from ${users}
          where ${users.id} = ${userId} and ${users.passwordHash} = ${passwordHash}
            and ${users.deletedAt} is null and ${users.bannedAt} is null`,
      )
      .returning({ id: sessions.id }),
    auditEntry(
      db,
      { at: createdAt, action: "logged_in", actorId: userId },
      sql`where exists (select 1 from ${sessions} where ${sessions.id} = ${id})`,
    ),
  ]);
  return inserted.length > 0;
}

/** Who the session belongs to, if it still stands. */
export async function findSession(db: Database, claims: SessionClaims, now: number): Promise<SignedIn | undefined> {
  const { userId, sessionId } = claims;
  const [row] = await sessionQuery(db).execute({ userId, sessionId, now });
  return row && signedInOf(row, claims, now);
}

/** When `sessionId` of `userId` was last used, in ms; null where it does not stand at `now`. All three are given with the query. */
export const lastSeenAt = sql<number | null>`(select ${sessions.lastSeenAt} from ${sessions}
  where ${sessions.id} = ${sql.placeholder("sessionId")} and ${sessions.userId} = ${sql.placeholder("userId")}
    and ${sessions.expiresAt} > ${sql.placeholder("now")})`;

const sessionQuery = preparedOnce((db) =>
  db
    .select({ user: users, lastSeenAt, ...standingColumns })
    .from(users)
    .where(eq(users.id, sql.placeholder("userId")))
    .prepare(),
);

/** Whom a session belongs to that stands. Nobody's does who is gone or banned. */
export function signedInOf(
  row: { user: UserRow; lastSeenAt: number | null; apart: string; timeoutUntil: number | null },
  claims: SessionClaims,
  now: number,
): SignedIn | undefined {
  if (row.lastSeenAt === null || row.user.deletedAt !== null || row.user.bannedAt !== null) return undefined;
  const isDue = now - row.lastSeenAt >= TOUCH_EVERY_MS;
  return { user: row.user, sessionId: claims.sessionId, standing: standingOf(row), isDue };
}

export async function touchSession(db: Database, id: string, now: number): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: now, expiresAt: now + SESSION_LIFETIME_MS })
    .where(eq(sessions.id, id));
}

/** Those of a person that still stand, the one used last first. */
export async function listSessions(db: Database, userId: string, now: number): Promise<SessionRow[]> {
  return db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt));
}

/** Takes the rows away. Their sockets are the inbox's: `Inbox.endSessions`. */
export async function deleteSessions(db: Database, ids: string[]): Promise<void> {
  await db.delete(sessions).where(inArray(sessions.id, sql`(select value from json_each(${JSON.stringify(ids)}))`));
}

/**
 * Gives an account another password, unless `from` is not its hash any more, and takes away all its sessions but one.
 * @returns the ids of the sessions that ended; `undefined` where nothing was changed
 */
export async function changePassword(
  db: Database,
  { userId, from, to, keptSessionId }: { userId: string; from: string; to: string; keptSessionId: string },
  now: number,
): Promise<string[] | undefined> {
  // The last statement asks whether the one before it did it: without a password changed no session ends.
  const [, changed, ended] = await db.batch([
    auditEntry(
      db,
      { at: now, action: "password_changed", actorId: userId },
      sql`from ${users} where ${users.id} = ${userId} and ${users.passwordHash} = ${from} and ${users.deletedAt} is null`,
    ),
    db
      .update(users)
      .set({ passwordHash: to })
      .where(and(eq(users.id, userId), eq(users.passwordHash, from), isNull(users.deletedAt)))
      .returning({ id: users.id }),
    db
      .delete(sessions)
      .where(
        and(
          eq(sessions.userId, userId),
          ne(sessions.id, keptSessionId),
          sql`exists (select 1 from ${users} where ${users.id} = ${userId} and ${users.passwordHash} = ${to})`,
        ),
      )
      .returning({ id: sessions.id }),
    // Whoever has a link to another password may be the reason for this one.
    db.delete(passwordResets).where(eq(passwordResets.userId, userId)),
  ]);
  return changed.length > 0 ? ended.map(({ id }) => id) : undefined;
}
