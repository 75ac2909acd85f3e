/** The audit log: what was done to people and rooms, and what concerns the safety of accounts. It is only ever added to. */
import { and, desc, eq, lt, notInArray, type SQL, sql } from "drizzle-orm";
import * as v from "valibot";
import { type AuditAction, type AuditEntry, SECURITY_EVENTS } from "../protocol.ts";
import type { Database } from "./database.ts";
import { audit, IS_NO_SECURITY_EVENT } from "./schema.ts";

/** Something that was done. No texts, no secrets. */
export interface Act {
  /** ms */
  at: number;
  action: AuditAction;
  /** Null is the operator, at the command line. */
  actorId: string | null;
  /** Whom it was done to. */
  userId?: string | undefined;
  roomId?: string | undefined;
  seq?: number | undefined;
  detail?: Record<string, string | number | boolean | null> | undefined;
  /** Said twice, it counts once. */
  key?: string | undefined;
}

/**
 * The entry for an act, to go into one batch before the statements that do it, so that both happen or neither.
 * @param when what has to be so for the act to change anything, as `from … where …`; its values are `values`
 */
export function entryOf(db: Database, act: Act, when = "", ...values: unknown[]): D1PreparedStatement {
  const { at, action, actorId, userId = null, roomId = null, seq = null, detail = {}, key = null } = act;
  return db.$client
    .prepare(
      `insert into audit (at, action, actor_id, user_id, room_id, seq, detail, key)
       select ?, ?, ?, ?, ?, ?, ?, ? ${when === "" ? "where true" : when}
       on conflict do nothing`,
    )
    .bind(at, action, actorId, userId, roomId, seq, JSON.stringify(detail), key, ...values);
}

/** The same for a batch of drizzle's own. */
export function auditEntry(db: Database, act: Act, when: SQL = sql`where true`) {
  const { at, action, actorId, userId = null, roomId = null, seq = null, detail = {}, key = null } = act;
  return db
    .insert(audit)
    .select(
      // In the order of the columns; without a number it gets the next one.
      sql`select null, ${at}, ${action}, ${actorId}, ${userId}, ${roomId}, ${seq}, ${JSON.stringify(detail)}, ${key} ${when}`,
    )
    .onConflictDoNothing();
}

export interface AuditQuery {
  /** Only what was done to, or by, this person. */
  userId?: string | undefined;
  action?: AuditAction | undefined;
  /** None of these. */
  without?: readonly AuditAction[];
  /** Nothing of who signs in and how accounts change hands. */
  withoutSecurity?: boolean;
  /** Only entries with a lower number. */
  before?: number | undefined;
  limit: number;
}

const Detail = v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()])));

/** The latest first. */
export async function listAudit(
  db: Database,
  { userId, action, without = [], withoutSecurity = false, before, limit }: AuditQuery,
): Promise<AuditEntry[]> {
  const rows = await db
    .select()
    .from(audit)
    .where(
      and(
        before === undefined ? undefined : lt(audit.no, before),
        action === undefined ? undefined : eq(audit.action, action),
        without.length === 0 ? undefined : notInArray(audit.action, [...without]),
        // Where it follows from the action it is said all the same, for the index.
        withoutSecurity || (action !== undefined && !SECURITY_EVENTS.includes(action))
          ? IS_NO_SECURITY_EVENT
          : undefined,
        // Asked in two halves: each has an index.
        userId === undefined
          ? undefined
          : sql`${audit.no} in (select no from audit where user_id is not null and user_id = ${userId}
              union select no from audit where actor_id is not null and actor_id = ${userId})`,
      ),
    )
    .orderBy(desc(audit.no))
    .limit(limit);
  return rows.map(({ key: _, detail, ...row }) => ({
    no: row.no,
    at: row.at,
    action: row.action,
    actorId: row.actorId,
    ...(row.userId === null ? {} : { userId: row.userId }),
    ...(row.roomId === null ? {} : { roomId: row.roomId }),
    ...(row.seq === null ? {} : { seq: row.seq }),
    detail: v.parse(Detail, JSON.parse(detail)),
  }));
}
