const TABLE = "create table if not exists discreet (user_id text primary key) without rowid";

/**
 * Who of the people in this room does not let others see how far they have read. Whether somebody writes or is here matters only while
 * they have a socket, which carries that; how far they have read is told when they are gone, too. One row for each, written when it changes.
 */
export class Discretion {
  readonly #sql: SqlStorage;
  readonly #hidden = new Set<string>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(TABLE);
    for (const { id } of sql.exec<{ id: string }>("select user_id as id from discreet")) this.#hidden.add(id);
  }

  hides(userId: string): boolean {
    return this.#hidden.has(userId);
  }

  note(userId: string, tellsReads: boolean): void {
    if (tellsReads === !this.#hidden.has(userId)) return;
    if (tellsReads) {
      this.#sql.exec("delete from discreet where user_id = ?", userId);
      this.#hidden.delete(userId);
    } else {
      this.#sql.exec("insert or ignore into discreet (user_id) values (?)", userId);
      this.#hidden.add(userId);
    }
  }
}
