import type { StoredMessage } from "../db/stored-message.ts";
import { messageOf } from "../db/stored-message.ts";
import type { Message, Person } from "../protocol.ts";

/** At least this much is kept for those who come back with `since`: so many changes, or so long, whichever is less. */
const KEEP_CHANGES = 500;
const KEEP_MS = 10 * 60 * 1000;
/** How long a client's id is remembered. */
const KNOWN_FOR_MS = 24 * 60 * 60 * 1000;
/** Always here, so that opening a room reads no message from anywhere else. */
const KEEP_LATEST = 25;

export interface Head {
  seq: number;
  rev: number;
  /** ms; of the last message. */
  at: number;
}

/** The part of an object's storage that a timeline needs. */
export type TimelineStorage = Pick<DurableObjectStorage, "sql" | "transactionSync">;

export interface Draft {
  id: string;
  body: string;
  replyTo?: number | undefined;
}

/**
 * A room's own log: what is not in the record yet, and at least the last 25 messages. It numbers messages (`seq`) and
 * changes (`rev`), knows what was sent before, and decides both in one synchronous call, so two senders never meet inside.
 */
export class Timeline {
  readonly #storage: TimelineStorage;
  readonly #sql: SqlStorage;
  readonly #roomId: string;
  #head: Head;

  constructor(storage: TimelineStorage, roomId: string) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#roomId = roomId;
    this.#sql.exec(SCHEMA);
    this.#head = this.#readHead();
  }

  get head(): Readonly<Head> {
    return this.#head;
  }

  /** The seq under which this person sent this id within the last day. */
  findSent(authorId: string, id: string, now: number): number | undefined {
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

  /** Stores a message as the next one. The caller has made sure with `findSent` that it is new. Two rows written. */
  append(author: Person, draft: Draft, now: number): Message {
    const seq = this.#head.seq + 1;
    const rev = this.#head.rev + 1;
    // Strictly increasing: the search index tells messages of one room apart by their time.
    const at = Math.max(now, this.#head.at + 1);
    const replyTo = draft.replyTo ?? null;
    const stored: StoredMessage = {
      seq,
      rev,
      id: draft.id,
      authorId: author.id,
      body: draft.body,
      at,
      replyTo,
      editedAt: null,
      deletedAt: null,
    };
    // All or nothing: half of it would leave the head behind the log.
    this.#storage.transactionSync(() => this.#insert(stored, author));
    this.#head = { seq, rev, at };
    return messageOf(this.#roomId, stored, author);
  }

  /** Whether this person has written here before. */
  hasAuthor(userId: string): boolean {
    return this.#sql.exec("select 1 from people where id = ?", userId).toArray().length > 0;
  }

  /** Somebody may have another name now; of no matter where they never wrote. Writes only where it changed. */
  renameKnown({ id, username, displayName }: Person): void {
    this.#sql.exec(
      `update people set username = ?1, display_name = ?2
       where id = ?3 and (username is not ?1 or display_name is not ?2)`,
      username,
      displayName,
      id,
    );
  }

  /** The last 25, ascending. */
  latest(): Message[] {
    return this.#select("where seq > ? order by seq", this.#head.seq - KEEP_LATEST);
  }

  /** What of `from` ≤ seq ≤ `to` is here, ascending. */
  between(from: number, to: number): Message[] {
    return this.#select("where seq between ? and ? order by seq", from, to);
  }

  /** What has rev > `since`, as it is now, ascending by seq, the first `limit`; `undefined` where not all of it is kept any more. */
  changedSince(since: number, limit: number): Message[] | undefined {
    if (since < this.#forgottenRev()) return undefined;
    return this.#select(`where ${AFTER_REV} order by seq limit ?`, since, limit);
  }

  /** What the record does not have yet, oldest change first, up to about `maxBytes` of text. */
  pending(recordedRev: number, limit: number, maxBytes: number): StoredMessage[] {
    const pending: StoredMessage[] = [];
    let bytes = 0;
    const cursor = this.#sql.exec<StoredRow>(
      `${SELECT_STORED} where ${AFTER_REV} order by seq limit ?`,
      recordedRev,
      limit,
    );
    for (const row of cursor) {
      bytes += row.body.length * 3;
      if (pending.length > 0 && bytes > maxBytes) break;
      pending.push(row);
    }
    return pending;
  }

  /** The newest message as it is stored. */
  newest(): StoredMessage | undefined {
    const [row] = this.#sql.exec<StoredRow>(`${SELECT_STORED} where seq = ?`, this.#head.seq).toArray();
    return row;
  }

  /** The record refuses this message for good: it stays here, where history finds it. */
  setAside(seq: number): void {
    this.#sql.exec("insert into set_aside (seq) values (?) on conflict (seq) do nothing", seq);
  }

  /** How many messages the record refuses. */
  get countSetAside(): number {
    return this.#sql.exec<{ n: number }>("select count(*) as n from set_aside").one().n;
  }

  /** Forgets client ids of more than a day ago. Looks at all of them: not to be called often. */
  forgetSent(now: number): void {
    this.#sql.exec("delete from sent where at <= ?", now - KNOWN_FOR_MS);
  }

  /** Forgets what is safe in the record, is not among the last 25, and that nobody can ask for with `since`. */
  trim(recordedRev: number, now: number): void {
    const old = "rev <= ? and seq <= ? and (rev <= ? or at < ?) and seq not in (select seq from set_aside)";
    const bounds = [recordedRev, this.#head.seq - KEEP_LATEST, this.#head.rev - KEEP_CHANGES, now - KEEP_MS];
    const [row] = this.#sql
      .exec<{ rev: number | null }>(`select max(rev) as rev from messages where ${old}`, ...bounds)
      .toArray();
    if (row?.rev != null) {
      this.#sql.exec(`delete from messages where ${old}`, ...bounds);
      this.#sql.exec("insert or replace into forgotten (one, rev) values (1, ?)", row.rev);
    }
  }

  #insert({ seq, rev, id, authorId, body, at, replyTo }: StoredMessage, author: Person): void {
    this.#keepName(author);
    this.#sql.exec(
      "insert into messages (seq, rev, id, author_id, body, at, reply_to) values (?, ?, ?, ?, ?, ?, ?)",
      seq,
      rev,
      id,
      authorId,
      body,
      at,
      replyTo,
    );
    this.#sql.exec("insert or replace into sent (author_id, id, seq, at) values (?, ?, ?, ?)", authorId, id, seq, at);
  }

  #keepName({ id, username, displayName }: Person): void {
    this.#sql.exec(
      "insert into people (id, username, display_name) values (?, ?, ?) on conflict (id) do nothing",
      id,
      username,
      displayName,
    );
  }

  #forgottenRev(): number {
    const [row] = this.#sql.exec<{ rev: number }>("select rev from forgotten").toArray();
    return row?.rev ?? 0;
  }

  #readHead(): Head {
    const [row] = this.#sql
      .exec<{ seq: number | null; rev: number | null; at: number | null }>(
        "select max(seq) as seq, max(rev) as rev, max(at) as at from messages",
      )
      .toArray();
    return { seq: row?.seq ?? 0, rev: row?.rev ?? 0, at: row?.at ?? 0 };
  }

  #select(where: string, ...values: number[]): Message[] {
    return this.#sql
      .exec<StoredRow & { username: string | null; displayName: string | null }>(
        `${SELECT_WITH_PEOPLE} ${where}`,
        ...values,
      )
      .toArray()
      .map(({ username, displayName, ...stored }) =>
        messageOf(this.#roomId, stored, { id: stored.authorId, username, displayName }),
      );
  }
}

type StoredRow = { [K in keyof StoredMessage]: StoredMessage[K] };

// `sent` outlives `messages`, so it is a table of its own and not an index.
const SCHEMA = `
  create table if not exists messages (
    seq integer primary key, rev integer not null, id text not null, author_id text not null, body text not null,
    at integer not null, reply_to integer, edited_at integer, deleted_at integer
  );
  create table if not exists sent (
    author_id text not null, id text not null, seq integer not null, at integer not null, primary key (author_id, id)
  ) without rowid;
  create table if not exists people (id text primary key, username text, display_name text) without rowid;
  create table if not exists set_aside (seq integer primary key);
  create table if not exists forgotten (one integer primary key, rev integer not null);
`;
const STORED = `seq, rev, messages.id as id, author_id as authorId, body, at, reply_to as replyTo, edited_at as editedAt,
  deleted_at as deletedAt`;
// Each message has a higher rev than the one before, so the changes after a rev are a range of the primary key:
// walking back from the newest to the first that is not among them reads as many rows as there are to send.
const AFTER_REV = "seq > coalesce((select seq from messages where rev <= ? order by seq desc limit 1), 0)";
const SELECT_STORED = `select ${STORED} from messages`;
const SELECT_WITH_PEOPLE = `select ${STORED}, username, display_name as displayName
  from messages left join people on people.id = messages.author_id`;
