/** How long a client's id is remembered. */
const KNOWN_FOR_MS = 24 * 60 * 60 * 1000;
/** The times of messages run ahead of the clock where many come at once. */
const TURNED_OVER_AFTER_MS = KNOWN_FOR_MS + 60 * 60 * 1000;
/** A new table is two rows: worth it for so many ids that need not be taken away one by one. */
const WORTH_A_TABLE = 200;

/**
 * What was sent lately, by the ids that clients gave it: what is sent again is not stored again.
 *
 * An id is a row to write, and would be another one to take away. So there are two tables: one that is filled, and the one before it,
 * which goes as a whole when everything in it is older than a day. Taking away a table costs nothing, however much is in it.
 */
export class SentIds {
  readonly #sql: SqlStorage;
  /** The one that is filled first. */
  #tables: Table[];

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    const names = sql.exec<{ name: string }>(
      "select name from sqlite_schema where type = 'table' and (name = 'sent' or name glob 'sent_[0-9]*')",
    );
    this.#tables = Array.from(names, ({ name }) => ({ name, since: sinceOf(name) })).sort((a, b) => b.since - a.since);
    if (this.#tables.length === 0) this.#begin(0);
  }

  /** The seq under which this person sent this id within the last day. */
  find(authorId: string, id: string, now: number): number | undefined {
    const each = this.#tables.map(({ name }) => `select seq from ${name} where author_id = ?1 and id = ?2 and at > ?3`);
    // One statement for both tables: this is asked for every message.
    const [row] = this.#sql.exec<{ seq: number }>(each.join(" union all "), authorId, id, now - KNOWN_FOR_MS).toArray();
    return row?.seq;
  }

  /** ms; when this person last sent something, if that is known. Reads their ids of a day: for rooms in slow mode. */
  lastAt(authorId: string): number | undefined {
    const times = this.#tables.map(
      ({ name }) =>
        this.#sql.exec<{ at: number | null }>(`select max(at) as at from ${name} where author_id = ?`, authorId).one()
          .at,
    );
    const known = times.filter((at) => at !== null);
    return known.length > 0 ? Math.max(...known) : undefined;
  }

  /** One row written. */
  keep({ authorId, id, seq, at }: { authorId: string; id: string; seq: number; at: number }): void {
    this.#sql.exec(
      `insert or replace into ${this.#filled} (author_id, id, seq, at) values (?, ?, ?, ?)`,
      ...[authorId, id, seq, at],
    );
  }

  /** Forgets the ids that nobody asks for any more, where they are many. Not within a transaction: what it did is not undone with it. */
  turnOver(now: number): void {
    const [filled, ...before] = this.#tables;
    // What is in the tables before it was sent before it began.
    if (!filled || now - filled.since <= TURNED_OVER_AFTER_MS) return;
    const { count } = this.#sql
      .exec<{ count: number }>(`select count(*) as count from (select 1 from ${filled.name} limit ${WORTH_A_TABLE})`)
      .one();
    if (count < WORTH_A_TABLE) return;
    for (const { name } of before) this.#sql.exec(`drop table ${name}`);
    this.#tables = [filled];
    this.#begin(now);
  }

  /** Forgets everything. */
  clear(): void {
    for (const { name } of this.#tables) this.#sql.exec(`delete from ${name}`);
  }

  get #filled(): string {
    return this.#tables[0]?.name ?? nameOf(0);
  }

  /** @param since ms; nothing in the tables that there are was sent later */
  #begin(since: number): void {
    this.#sql.exec(
      `create table ${nameOf(since)} (
         author_id text not null, id text not null, seq integer not null, at integer not null, primary key (author_id, id)
       ) without rowid`,
    );
    this.#tables.unshift({ name: nameOf(since), since });
  }
}

interface Table {
  name: string;
  /** ms; what is in the others was sent before. */
  since: number;
}

const nameOf = (since: number) => `sent_${since}`;
// The one without a number is from before there were several.
const sinceOf = (name: string) => Number(name.split("_")[1] ?? 0);
