/** A lookup that takes longer is given up: a message must not wait for it. */
const PATIENCE_MS = 1_000;

/**
 * Whose the usernames are that people write in a room. A name never changes hands, so what was learnt once holds; the record is asked
 * for the others.
 */
export class Handles {
  readonly #sql: SqlStorage;
  readonly #find: (usernames: string[]) => Promise<{ id: string; username: string }[]>;
  readonly #onError: (error: unknown) => void;

  /** @param find those of these names that are somebody's */
  constructor(
    sql: SqlStorage,
    find: (usernames: string[]) => Promise<{ id: string; username: string }[]>,
    onError: (error: unknown) => void,
  ) {
    this.#sql = sql;
    this.#find = find;
    this.#onError = onError;
    sql.exec("create table if not exists handles (username text primary key, user_id text not null) without rowid");
  }

  /** The ids of those who are known, by name. */
  known(usernames: string[]): Map<string, string> {
    const rows = this.#sql.exec<{ username: string; userId: string }>(
      `select username, user_id as userId from handles where username in (select value from json_each(?))`,
      JSON.stringify(usernames),
    );
    return new Map(Array.from(rows, ({ username, userId }) => [username, userId]));
  }

  /** Looks up those who are not known. One row written for each, once. Does not throw: a name that cannot be looked up names nobody. */
  async learn(usernames: string[]): Promise<void> {
    const known = this.known(usernames);
    const unknown = usernames.filter((username) => !known.has(username));
    if (unknown.length === 0) return;
    try {
      for (const { id, username } of await withinPatience(this.#find(unknown))) {
        this.#sql.exec("insert or ignore into handles (username, user_id) values (?, ?)", username, id);
      }
    } catch (error) {
      this.#onError(error);
    }
  }

  /** Their account is gone: nobody is meant by the name any more. */
  forget(userId: string): void {
    this.#sql.exec("delete from handles where user_id = ?", userId);
  }
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
