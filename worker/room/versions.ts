/** What a message said before it was edited. */
export interface Version {
  seq: number;
  /** The rev of the message while it said this. */
  rev: number;
  body: string;
  /** ms; when it was said. */
  at: number;
}

/** Earlier texts of messages, on their way to the record. */
export class Versions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      `create table if not exists versions (
         seq integer not null, rev integer not null, body text not null, at integer not null, primary key (seq, rev)
       ) without rowid`,
    );
  }

  /** One row written. */
  keep({ seq, rev, body, at }: Version): void {
    this.#sql.exec("insert or ignore into versions (seq, rev, body, at) values (?, ?, ?, ?)", seq, rev, body, at);
  }

  /** Those of these messages that the record does not have yet, oldest first. */
  of(seqs: number[], limit = 10_000): Version[] {
    if (seqs.length === 0) return [];
    return this.#sql
      .exec<{ seq: number; rev: number; body: string; at: number }>(
        "select seq, rev, body, at from versions where seq in (select value from json_each(?)) order by seq, rev limit ?",
        JSON.stringify(seqs),
        limit,
      )
      .toArray();
  }

  /** The record has them. */
  recorded(versions: Version[]): void {
    for (const { seq, rev } of versions) this.#sql.exec("delete from versions where seq = ? and rev = ?", seq, rev);
  }

  /** The message was deleted: nothing that it ever said may be read any more. */
  erase(seq: number): void {
    this.#sql.exec("delete from versions where seq = ?", seq);
  }
}
