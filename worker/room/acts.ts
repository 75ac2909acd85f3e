import * as v from "valibot";
import { AuditAction } from "../protocol.ts";

const RoomAct = v.object({
  at: v.number(),
  action: AuditAction,
  /** Null is the operator, at the command line. */
  actorId: v.nullable(v.string()),
  userId: v.optional(v.string()),
  seq: v.optional(v.number()),
  detail: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
});
/** Something that was done in a room, for the audit log. */
export type RoomAct = v.InferOutput<typeof RoomAct>;
/** `key`: told twice, it counts once. */
export type DueAct = RoomAct & { key: string };

const TABLE = "create table if not exists acts (key text primary key, act text not null) without rowid";

/** What was done in a room and the audit log has not heard of. Written down in the same turn in which it was done. */
export class Acts {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(TABLE);
  }

  get isDue(): boolean {
    return this.due(1).length > 0;
  }

  add(act: RoomAct): void {
    this.#sql.exec("insert into acts (key, act) values (?, ?)", crypto.randomUUID(), JSON.stringify(act));
  }

  due(limit: number): DueAct[] {
    const rows = this.#sql.exec<{ key: string; act: string }>("select key, act from acts limit ?", limit).toArray();
    return rows.map(({ key, act }) => ({ ...v.parse(RoomAct, JSON.parse(act)), key }));
  }

  recorded(acts: readonly DueAct[]): void {
    for (const { key } of acts) this.#sql.exec("delete from acts where key = ?", key);
  }
}
