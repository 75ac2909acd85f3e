const TABLE = "create table if not exists absent (user_id text primary key) without rowid";

/**
 * Whom of a group's members it is of use to tell that there is something new. Telling somebody is a request; who has no device
 * connected says so once, and is told again when they say that they are back. One row written for each going and coming.
 */
export class Listeners {
  readonly #sql: SqlStorage;
  readonly #absent = new Set<string>();
  /** Who is being told, and whether they came back while the answer was on its way. */
  readonly #asked = new Map<string, { isBack: boolean }>();

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
    const asked = { isBack: false };
    this.#asked.set(userId, asked);
    const isHeard = await tell().finally(() => {
      if (this.#asked.get(userId) === asked) this.#asked.delete(userId);
    });
    if (isHeard) return;
    // The word that they are back was faster than the answer that they were not there.
    if (asked.isBack) return this.tell(userId, tell);
    if (this.#absent.has(userId)) return;
    this.#absent.add(userId);
    this.#sql.exec("insert or ignore into absent (user_id) values (?)", userId);
  }

  /** They are back. Returns whether they may have missed something. */
  back(userId: string): boolean {
    const asked = this.#asked.get(userId);
    if (asked) asked.isBack = true;
    return this.forget(userId);
  }

  /** They are no members any more. Returns whether they were absent. */
  forget(userId: string): boolean {
    if (!this.#absent.delete(userId)) return false;
    this.#sql.exec("delete from absent where user_id = ?", userId);
    return true;
  }
}
