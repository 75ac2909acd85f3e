const TABLE = "create table if not exists absent (user_id text primary key) without rowid";

/**
 * Whom of a group's members it is of use to tell that there is something new. Telling somebody is a request; who has no device
 * connected says so once, and is told again when they say that they are back. One row written for each going and coming.
 */
export class Listeners {
  readonly #sql: SqlStorage;
  readonly #absent = new Set<string>();
  /** How often each has come back in this waking: an answer that they are away may be older than that. */
  readonly #returns = new Map<string, number>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(TABLE);
    for (const { id } of sql.exec<{ id: string }>("select user_id as id from absent")) this.#absent.add(id);
  }

  /**
   * Tells somebody, unless nobody would hear it.
   * @param tell returns whether there was somebody to hear it
   */
  async tell(userId: string, tell: () => Promise<boolean>): Promise<void> {
    if (this.#absent.has(userId)) return;
    const returns = this.#returns.get(userId);
    if (await tell()) return;
    // The word that they are back was faster than the answer that they were not there.
    if (this.#returns.get(userId) !== returns) return this.tell(userId, tell);
    if (this.#absent.has(userId)) return;
    this.#absent.add(userId);
    this.#sql.exec("insert or ignore into absent (user_id) values (?)", userId);
  }

  /** They are back. Returns whether they may have missed something. */
  back(userId: string): boolean {
    this.#returns.set(userId, (this.#returns.get(userId) ?? 0) + 1);
    return this.forget(userId);
  }

  /** They are no members any more. Returns whether they were absent. */
  forget(userId: string): boolean {
    if (!this.#absent.delete(userId)) return false;
    this.#sql.exec("delete from absent where user_id = ?", userId);
    return true;
  }
}
