/** A lookup that takes longer is given up, and none is tried for a while: messages must not wait for it. */
const PATIENCE_MS = 1_000;
const GIVEN_UP_FOR_MS = 10_000;
/** A name that is nobody's is not looked up again at once. */
const NOBODY_FOR_MS = 10_000;
const MOST_NOBODIES = 1_000;

/**
 * Whose the usernames are that people write in a room. A name never changes hands, so what was learnt once holds; the record is asked
 * for the others.
 */
export class Handles {
  readonly #sql: SqlStorage;
  readonly #find: (usernames: string[]) => Promise<{ id: string; username: string }[]>;
  readonly #onError: (error: unknown) => void;
  /** Names that were nobody's, and when that was found out. */
  readonly #nobodies = new Map<string, number>();
  #givenUpAt = Number.NEGATIVE_INFINITY;

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
    // Most messages name nobody.
    if (usernames.length === 0) return new Map();
    const rows = this.#sql.exec<{ username: string; userId: string }>(
      `select username, user_id as userId from handles where username in (select value from json_each(?))`,
      JSON.stringify(usernames),
    );
    return new Map(Array.from(rows, ({ username, userId }) => [username, userId]));
  }

  /** Those of these names that looking up may tell something about. */
  unknown(usernames: string[]): string[] {
    const now = Date.now();
    if (usernames.length === 0 || now - this.#givenUpAt < GIVEN_UP_FOR_MS) return [];
    const known = this.known(usernames);
    const isNobody = (name: string) => now - (this.#nobodies.get(name) ?? Number.NEGATIVE_INFINITY) < NOBODY_FOR_MS;
    return usernames.filter((name) => !known.has(name) && !isNobody(name));
  }

  /** Looks up those who are not known. One row written for each, once. Does not throw: a name that cannot be looked up names nobody. */
  async learn(usernames: string[]): Promise<void> {
    const unknown = this.unknown(usernames);
    if (unknown.length === 0) return;
    try {
      const found = await withinPatience(this.#find(unknown));
      for (const { id, username } of found) {
        this.#sql.exec("insert or ignore into handles (username, user_id) values (?, ?)", username, id);
      }
      const somebody = new Set(found.map(({ username }) => username));
      this.#remember(unknown.filter((name) => !somebody.has(name)));
    } catch (error) {
      this.#givenUpAt = Date.now();
      this.#onError(error);
    }
  }

  #remember(nobodies: string[]): void {
    if (this.#nobodies.size + nobodies.length > MOST_NOBODIES) this.#nobodies.clear();
    for (const name of nobodies) this.#nobodies.set(name, Date.now());
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
