import type { Person } from "../protocol.ts";

/** What those who wrote in a room are called now. */
export class Names {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether this person has written here before. */
  has(userId: string): boolean {
    return this.#sql.exec("select 1 from people where id = ?", userId).toArray().length > 0;
  }

  /** Of somebody who is known already nothing changes: `rename` says so when it does. */
  keep({ id, username, displayName }: Person): void {
    this.#sql.exec(
      "insert into people (id, username, display_name) values (?, ?, ?) on conflict (id) do nothing",
      id,
      username,
      displayName,
    );
  }

  /** Somebody may have another name now; of no matter where they never wrote. Writes only where it changed. */
  rename({ id, username, displayName }: Person): void {
    this.#sql.exec(
      `update people set username = ?1, display_name = ?2
       where id = ?3 and (username is not ?1 or display_name is not ?2)`,
      username,
      displayName,
      id,
    );
  }
}
