import { and, eq, gt, isNull, lte } from "drizzle-orm";
import type { SessionClaims } from "../auth/tokens.ts";
import type { Database } from "./database.ts";
import { sessions, users } from "./schema.ts";
import type { NewSession, UserRow } from "./users.ts";

/** A session ends this long after its last use. */
export const SESSION_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
/** Its end is moved at most this often: a row written for each request would cost more than the request. */
const TOUCH_EVERY_MS = 24 * 60 * 60 * 1000;
const USER_AGENT_LENGTH = 256;

export interface SignedIn {
  user: UserRow;
  sessionId: string;
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

/** Those of the same person that ran out go with it: nothing else would ever take them away. */
export async function insertSession(db: Database, session: NewSession): Promise<void> {
  const { userId, createdAt } = session;
  await db.batch([
    db.delete(sessions).where(and(eq(sessions.userId, userId), lte(sessions.expiresAt, createdAt))),
    db.insert(sessions).values(session),
  ]);
}

/** Who the session belongs to, if it still stands. */
export async function findSession(db: Database, claims: SessionClaims, now: number): Promise<SignedIn | undefined> {
  const [row] = await db
    .select({ user: users, lastSeenAt: sessions.lastSeenAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, claims.sessionId),
        eq(sessions.userId, claims.userId),
        gt(sessions.expiresAt, now),
        isNull(users.deletedAt),
      ),
    );
  if (!row) return undefined;
  return { user: row.user, sessionId: claims.sessionId, isDue: now - row.lastSeenAt >= TOUCH_EVERY_MS };
}

export async function touchSession(db: Database, id: string, now: number): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: now, expiresAt: now + SESSION_LIFETIME_MS })
    .where(eq(sessions.id, id));
}

export async function deleteSession(db: Database, id: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.id, id));
}
