/** An upgrade that was on its way while its session ended arrives within this. */
const REMEMBERED_MS = 60_000;
const RETRY_MIN_MS = 5_000;
const RETRY_MAX_MS = 60 * 60 * 1000;

/**
 * Sessions of one person that are being ended. Written down before anything else is done, so that what was begun is finished
 * whatever happens to the object meanwhile; remembered for a minute after, for sockets that were let in a moment before.
 */
export class SessionEndings {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      "create table if not exists ended_sessions (id text primary key, at integer not null, is_done integer not null) without rowid",
    );
  }

  begin(sessionIds: string[], now: number): void {
    this.#sql.exec(
      `insert into ended_sessions (id, at, is_done) select value, ?, 0 from json_each(?) where true
       on conflict (id) do update set at = excluded.at, is_done = 0`,
      now,
      JSON.stringify(sessionIds),
    );
  }

  has(sessionId: string): boolean {
    return this.#sql.exec("select 1 from ended_sessions where id = ?", sessionId).toArray().length > 0;
  }

  /** Those that some row or socket may still be left of. */
  get unfinished(): string[] {
    const rows = this.#sql.exec<{ id: string }>("select id from ended_sessions where is_done = 0").toArray();
    return rows.map(({ id }) => id);
  }

  /** How long to wait before the next try: as long as it has been tried already, so that what can never be reached costs little. */
  retryAfterMs(now: number): number {
    const { at } = this.#sql
      .exec<{ at: number | null }>("select min(at) as at from ended_sessions where is_done = 0")
      .one();
    return Math.min(RETRY_MAX_MS, Math.max(RETRY_MIN_MS, now - (at ?? now)));
  }

  finish(sessionIds: string[]): void {
    this.#sql.exec(
      "update ended_sessions set is_done = 1 where id in (select value from json_each(?))",
      JSON.stringify(sessionIds),
    );
  }

  /** Forgets what is done and over; returns whether something is left to be forgotten or finished. */
  sweep(now: number): boolean {
    this.#sql.exec("delete from ended_sessions where is_done = 1 and at <= ?", now - REMEMBERED_MS);
    return this.#sql.exec("select 1 from ended_sessions limit 1").toArray().length > 0;
  }
}
