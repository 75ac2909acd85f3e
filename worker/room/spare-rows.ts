/** As many as are let go of together, or a little more. */
const LOOKED_UP_AT_ONCE = 128;
// What changed up to the forgotten rev is asked for by nobody, and the stores have it; what they refused they are offered again.
const SPARE = "rev <= ? and seq <= ? and seq not in (select seq from set_aside)";

/** Up to here nothing of the log is needed: both the last change of a message and its place among the others. */
interface Bounds {
  rev: number;
  seq: number;
}

/** The rows of a room's log that nobody needs any more. They stay until new messages take their places. */
export class SpareRows {
  readonly #sql: SqlStorage;
  /** By seq, ascending; `undefined` where nobody has looked. */
  #known: number[] | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** One that may be written over, if there is one. `bounds` is asked for only where that has to be looked up. */
  take(bounds: () => Bounds): number | undefined {
    this.#known ??= this.#lookUp(bounds());
    return this.#known.shift();
  }

  /** This one is needed again. */
  except(seq: number): void {
    if (this.#known?.includes(seq)) this.#known = this.#known.filter((each) => each !== seq);
  }

  /** There are more of them now. Of these the newest `most` stay: after a time without the record they are more than are ever needed. */
  more({ rev, seq }: Bounds, most: number): void {
    this.#sql.exec(
      `delete from messages where seq in (select seq from messages where ${SPARE} order by seq desc limit -1 offset ?)`,
      rev,
      seq,
      most,
    );
    this.#known = undefined;
  }

  #lookUp({ rev, seq }: Bounds): number[] {
    const query = `select seq from messages where ${SPARE} order by seq limit ${LOOKED_UP_AT_ONCE}`;
    return Array.from(this.#sql.exec<{ seq: number }>(query, rev, seq), (row) => row.seq);
  }
}
