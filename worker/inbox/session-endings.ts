import { logError } from "../log.ts";
import { untilRetryMs } from "./due.ts";

/** An upgrade that was on its way while its session ended arrives within this. */
const REMEMBERED_MS = 60_000;

/** Where something of a session may be left. Each may be told again without harm. */
export interface EndingSteps {
  closeHere(sessionIds: string[]): void;
  /** Returns whether all rooms were reached. */
  closeInRooms(sessionIds: string[]): Promise<boolean>;
  erase(sessionIds: string[]): Promise<void>;
}

/**
 * Sessions of one person that are being ended. Written down before anything else is done, so that what was begun is finished
 * whatever happens to the object meanwhile; remembered for a minute after, for sockets that were let in a moment before.
 */
export class SessionEndings {
  readonly #sql: SqlStorage;
  readonly #steps: EndingSteps;

  constructor(sql: SqlStorage, steps: EndingSteps) {
    this.#sql = sql;
    this.#steps = steps;
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

  /** Does what is left to be done; returns whether that was all. */
  async pass(): Promise<boolean> {
    const ids = this.#unfinished;
    if (ids.length === 0) return true;
    this.#steps.closeHere(ids);
    const erased = this.#steps.erase(ids).then(
      () => true,
      (error) => {
        logError("sessions not ended yet", error);
        return false;
      },
    );
    const isDone = !(await Promise.all([erased, this.#steps.closeInRooms(ids)])).includes(false);
    if (isDone) {
      this.#sql.exec(
        "update ended_sessions set is_done = 1 where id in (select value from json_each(?))",
        JSON.stringify(ids),
      );
    }
    return isDone;
  }

  /** How long until the next pass; `undefined` where nothing is left. However often that is asked, it comes no later. */
  nextAfterMs(now: number): number | undefined {
    const { at } = this.#sql
      .exec<{ at: number | null }>("select min(at) as at from ended_sessions where is_done = 0")
      .one();
    return at === null ? undefined : untilRetryMs(at, now);
  }

  /** Forgets what is done and over; returns whether something is left to be forgotten. */
  sweep(now: number): boolean {
    this.#sql.exec("delete from ended_sessions where is_done = 1 and at <= ?", now - REMEMBERED_MS);
    return this.#sql.exec("select 1 from ended_sessions where is_done = 1 limit 1").toArray().length > 0;
  }

  get #unfinished(): string[] {
    const rows = this.#sql.exec<{ id: string }>("select id from ended_sessions where is_done = 0").toArray();
    return rows.map(({ id }) => id);
  }
}
