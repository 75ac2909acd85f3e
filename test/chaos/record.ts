/** D1 as its files: read and locked from outside, while the server runs and after it has stopped. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type InferOutput, nullable, number, object, parse, string } from "valibot";
import { until } from "./until.ts";

/** `record` is behind the binding DB, `index` behind SEARCH. */
export type Database = "record" | "index";

/** A message as a row of the record. */
export type RecordedRow = InferOutput<typeof Row>;

export interface D1 {
  /**
   * Takes the lock for writing, as another writer would. In the local runtime D1 answers no reads either then: it writes
   * a bookmark down with each of them.
   * @returns what lets go of it
   */
  lock(which: Database): Promise<() => void>;
  /**
   * Lets every write to the record fail while reads go on.
   * @returns what ends that
   */
  refuseWrites(): Promise<() => Promise<void>>;
  /** The last `seq` of each room; `undefined` while the file cannot be read. */
  lastSeqs(rooms: Iterable<string>): Map<string, number> | undefined;
  /** The `rev`s of each room added up: two rooms of the same messages that say the same are the same. */
  revSums(rooms: Iterable<string>): Map<string, number> | undefined;
  /** The rows of each room, ascending; `undefined` while the file cannot be read. */
  rows(rooms: Iterable<string>): Map<string, RecordedRow[]> | undefined;
}

const Row = object({
  seq: number(),
  rev: number(),
  id: string(),
  authorId: string(),
  body: string(),
  at: number(),
  editedAt: nullable(number()),
  deletedAt: nullable(number()),
  /** JSON: who reacted, by emoji. */
  reactions: nullable(string()),
});
const Count = object({ n: number() });
const Named = object({ name: string() });

// A table that only the one of the two has.
const TELLING_TABLE = { record: "members", index: "search_rooms" } as const satisfies Record<Database, string>;
// The server writes in bursts of milliseconds; one that was killed lets go as soon as it is gone.
const LOCKED_WITHIN_MS = 20_000;

/** @param stateDir of a server that does not write just now */
export function openD1(stateDir: string): D1 {
  const files = { record: fileOf(stateDir, "record"), index: fileOf(stateDir, "index") };

  /** A process that was just killed leaves a file whose journal has to be taken up first: the next look will do. */
  function read<T>(look: (database: DatabaseSync) => T): T | undefined {
    const database = new DatabaseSync(files.record);
    try {
      return look(database);
    } catch (error) {
      if (isBusy(error)) return undefined;
      throw error;
    } finally {
      database.close();
    }
  }

  function numberOfEach(rooms: Iterable<string>, what: string): Map<string, number> | undefined {
    return read((database) => {
      const query = database.prepare(`select coalesce(${what}, 0) as n from messages where room_id = ?`);
      return new Map(Array.from(rooms, (room) => [room, parse(Count, query.get(room)).n]));
    });
  }

  const locked = (which: Database) => until(`the lock of the ${which}`, LOCKED_WITHIN_MS, () => tryLock(files[which]));

  async function change(sql: (database: DatabaseSync) => string[]): Promise<void> {
    const database = await locked("record");
    for (const statement of sql(database)) database.exec(statement);
    database.exec("commit");
    database.close();
  }

  return {
    async lock(which) {
      const database = await locked(which);
      return () => {
        database.exec("rollback");
        database.close();
      };
    },
    async refuseWrites() {
      await change((database) => tablesOf(database).flatMap(refusalsOn));
      return () => change((database) => refusalsIn(database).map((name) => `drop trigger "${name}"`));
    },
    lastSeqs: (rooms) => numberOfEach(rooms, "max(seq)"),
    revSums: (rooms) => numberOfEach(rooms, "sum(rev)"),
    rows: (rooms) =>
      read((database) => {
        const rows = database.prepare(
          `select seq, rev, id, author_id as authorId, body, at, edited_at as editedAt, deleted_at as deletedAt, reactions
           from messages where room_id = ? order by seq`,
        );
        return new Map(Array.from(rooms, (room) => [room, rows.all(room).map((row) => parse(Row, row))]));
      }),
  };
}

function tryLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file);
  try {
    // Not SQLite's own wait, in which the people of this process would stand still too.
    database.exec("pragma busy_timeout = 0; begin immediate");
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

function tablesOf(database: DatabaseSync): string[] {
  // Those of the runtime and of SQLite itself are nobody's data.
  const ours = "type = 'table' and name not like 'sqlite%' and name not like '%cf%'";
  return namesIn(database, ours);
}

function refusalsIn(database: DatabaseSync): string[] {
  return namesIn(database, "type = 'trigger' and name like 'refuse %'");
}

function namesIn(database: DatabaseSync, condition: string): string[] {
  const rows = database.prepare(`select name from sqlite_schema where ${condition}`).all();
  return rows.map((row) => parse(Named, row).name);
}

/** By a function that there is not: what `raise` does is a fault of the row, after which the row would be set aside for good. */
function refusalsOn(table: string): string[] {
  return ["insert", "update", "delete"].map(
    (change) =>
      `create trigger "refuse ${change} ${table}" before ${change} on "${table}" begin select storage_is_away(); end`,
  );
}

function fileOf(stateDir: string, which: Database): string {
  const folder = join(stateDir, "v3", "d1");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = join(folder, name);
    if (/[0-9a-f]{64}\.sqlite$/.test(name) && hasTable(file, TELLING_TABLE[which])) return file;
  }
  throw new Error(`no ${which} under ${folder}`);
}

function hasTable(file: string, table: string): boolean {
  const database = new DatabaseSync(file);
  try {
    return database.prepare("select 1 from sqlite_schema where name = ?").get(table) !== undefined;
  } finally {
    database.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /locked|busy/.test(error.message);
}
