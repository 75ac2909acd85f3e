import * as v from "valibot";
import { Standing } from "../standing.ts";

/** A word that was on its way while a newer one came arrives within this. */
const REMEMBERED_MS = 60_000;
const TABLE = "create table if not exists standings (user_id text primary key, standing text not null) without rowid";
const NOTHING: Standing = { apartFrom: [], timeoutUntil: 0 };

interface Known {
  apartFrom: ReadonlySet<string>;
  timeoutUntil: number;
}

/**
 * What a room knows of how the people in it stand. Most stand with nobody in any special way: of them nothing is kept. Who comes or writes
 * brings it along as the record has it; what changes is told by their inbox, to every room that they ever had to do with.
 */
export class Standings {
  readonly #sql: SqlStorage;
  readonly #known = new Map<string, Known>();
  readonly #toldAt = new Map<string, number>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(TABLE);
    for (const { id, standing } of sql.exec<{ id: string; standing: string }>(
      "select user_id as id, standing from standings",
    )) {
      this.#keep(id, v.parse(Standing, JSON.parse(standing)));
    }
  }

  /** Somebody came in, or wrote. What they bring may be older than what was told a moment ago. */
  bring(userId: string, standing: Standing, now = Date.now()): void {
    const toldAt = this.#toldAt.get(userId);
    if (toldAt !== undefined && now - toldAt < REMEMBERED_MS) return;
    this.#learn(userId, standing);
  }

  /** It is like this from now on. */
  tell(userId: string, standing: Standing, now = Date.now()): void {
    for (const [id, at] of this.#toldAt) if (now - at >= REMEMBERED_MS) this.#toldAt.delete(id);
    this.#toldAt.set(userId, now);
    this.#learn(userId, standing);
  }

  /** Whether one of these two blocks the other. */
  areApart(one: string, other: string): boolean {
    return this.#known.get(one)?.apartFrom.has(other) === true || this.#known.get(other)?.apartFrom.has(one) === true;
  }

  /** ms; 0 where they may write. */
  timeoutOf(userId: string, now: number): number {
    return Math.max(0, (this.#known.get(userId)?.timeoutUntil ?? 0) - now);
  }

  #learn(userId: string, standing: Standing): void {
    const { apartFrom, timeoutUntil } = this.#known.get(userId) ?? { apartFrom: new Set(), timeoutUntil: 0 };
    const isSame =
      timeoutUntil === standing.timeoutUntil &&
      apartFrom.size === standing.apartFrom.length &&
      standing.apartFrom.every((id) => apartFrom.has(id));
    // As a rule it is: a join writes nothing.
    if (isSame) return;
    this.#keep(userId, standing);
    if (this.#known.has(userId)) {
      this.#sql.exec(
        "insert or replace into standings (user_id, standing) values (?, ?)",
        userId,
        JSON.stringify(standing),
      );
    } else {
      this.#sql.exec("delete from standings where user_id = ?", userId);
    }
  }

  #keep(userId: string, { apartFrom, timeoutUntil } = NOTHING): void {
    if (apartFrom.length === 0 && timeoutUntil === 0) this.#known.delete(userId);
    else this.#known.set(userId, { apartFrom: new Set(apartFrom), timeoutUntil });
  }
}
