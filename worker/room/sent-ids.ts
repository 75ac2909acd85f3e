/** How long a client's id is remembered. */
const KNOWN_FOR_MS = 24 * 60 * 60 * 1000;

/** What was sent lately, by the ids that clients gave it: what is sent again is not stored again. */
export class SentIds {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The seq under which this person sent this id within the last day. */
  find(authorId: string, id: string, now: number): number | undefined {
    const [row] = this.#sql
      .exec<{ seq: number }>(
        "select seq from sent where author_id = ? and id = ? and at > ?",
        authorId,
        id,
        now - KNOWN_FOR_MS,
      )
      .toArray();
    return row?.seq;
  }

  /** ms; when this person last sent something, if that is known. Reads their ids of a day: for rooms in slow mode. */
  lastAt(authorId: string): number | undefined {
    const { at } = this.#sql
      .exec<{ at: number | null }>("select max(at) as at from sent where author_id = ?", authorId)
      .one();
    return at ?? undefined;
  }

  /** One row written. */
  keep({ authorId, id, seq, at }: { authorId: string; id: string; seq: number; at: number }): void {
    this.#sql.exec("insert or replace into sent (author_id, id, seq, at) values (?, ?, ?, ?)", authorId, id, seq, at);
  }

  /** Forgets ids of more than a day ago. Looks at all of them: not to be called often. */
  forget(now: number): void {
    this.#sql.exec("delete from sent where at <= ?", now - KNOWN_FOR_MS);
  }
}
