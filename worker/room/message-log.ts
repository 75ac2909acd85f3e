import { type MessageRow, messageOf, type Signed, type StoredMessage, storedIn } from "../db/stored-message.ts";
import { LIMITS, type Message, type Person } from "../protocol.ts";
import { SpareRows } from "./spare-rows.ts";

/** Where a room stands. */
export interface Head {
  seq: number;
  rev: number;
  /** ms; of the last message. */
  at: number;
}

/** A message on its way to the stores outside. */
export interface Pending {
  message: StoredMessage;
  /** The rev with which it was sent; of one that had to be fetched again at least not a higher one. */
  sentRev: number;
  /** The rev with which its text was last set. */
  textRev: number;
  /** ms; of the last change, the sending included. */
  changedAt: number;
}

/** How many messages are let go of together at least, and how many of their rows are kept for those to come. */
export interface Trimming {
  atOnce: number;
  spare: number;
}

/** The messages that a room has at hand: everything that the record lacks, the last ones, and what changed lately. */
export class MessageLog {
  readonly #sql: SqlStorage;
  readonly #roomId: string;
  readonly #spare: SpareRows;

  constructor(sql: SqlStorage, roomId: string) {
    this.#sql = sql;
    this.#roomId = roomId;
    this.#spare = new SpareRows(sql);
  }

  /** A handful of rows, however long the log is. A changed message that was let go of may have had the highest rev of all. */
  head(): Head {
    const [newest] = this.#sql
      .exec<{ seq: number; sentRev: number; at: number }>(
        "select seq, sent_rev as sentRev, at from messages order by seq desc limit 1",
      )
      .toArray();
    const [changed] = this.#sql
      .exec<{ rev: number }>("select rev from messages where rev > sent_rev order by rev desc limit 1")
      .toArray();
    const rev = Math.max(newest?.sentRev ?? 0, changed?.rev ?? 0, this.#forgottenRev());
    return { seq: newest?.seq ?? 0, rev, at: newest?.at ?? 0 };
  }

  /** A new message. One row written: where there is one that nobody needs any more it is that one, because taking it away is another. */
  add({ seq, rev, id, authorId, body, at, replyTo, mentions }: StoredMessage): void {
    const values = [seq, rev, id, authorId, body, at, replyTo, json(mentions)];
    const spare = this.#spare.take(() => ({ rev: this.#forgottenRev(), seq: seq - 1 - LIMITS.welcomeMessages }));
    if (spare === undefined) this.#sql.exec(INSERT, ...values);
    else this.#sql.exec(WRITE_OVER, ...values, spare);
  }

  /** A message as it is from now on, be it in the log or fetched from the record. Two rows written: it and its place in the index. */
  change(message: StoredMessage, isTextChanged: boolean, now: number): void {
    const { seq, rev, id, authorId, body, at, replyTo, editedAt, deletedAt, reactions, mentions, pinnedAt } = message;
    this.#spare.except(seq);
    // Of one that comes back the rev of sending is not known. It is not below its own number nor below that of the message before
    // it, and not above those after it: with the highest of these the order holds, and nobody takes it for a new one.
    this.#sql.exec(
      `insert into messages (seq, rev, sent_rev, text_rev, id, author_id, body, at, reply_to, edited_at, deleted_at, reactions,
         mentions, pinned_at, changed_at)
       select ?1, ?2, sent_rev, iif(?3, ?2, sent_rev), ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14
       from (select max(?1, coalesce((select sent_rev from messages where seq < ?1 order by seq desc limit 1), 0)) as sent_rev)
       where true
       on conflict (seq) do update set
         rev = excluded.rev, text_rev = iif(?3, excluded.rev, text_rev), body = excluded.body, edited_at = excluded.edited_at,
         deleted_at = excluded.deleted_at, reactions = excluded.reactions, mentions = excluded.mentions,
         pinned_at = excluded.pinned_at, changed_at = excluded.changed_at`,
      seq,
      rev,
      isTextChanged ? 1 : 0,
      id,
      authorId,
      body,
      at,
      replyTo,
      editedAt,
      deletedAt,
      json(reactions),
      json(mentions),
      pinnedAt,
      now,
    );
  }

  /** A message as the record has it. When it was sent counts as its last change: nobody resumes into what was before. */
  adopt(message: StoredMessage): void {
    const { seq, rev, id, authorId, body, at, replyTo, editedAt, deletedAt, reactions, mentions, pinnedAt } = message;
    this.#sql.exec(
      `insert into messages (seq, rev, sent_rev, text_rev, id, author_id, body, at, reply_to, edited_at, deleted_at, reactions,
         mentions, pinned_at)
       values (?1, ?2, ?1, ?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)`,
      seq,
      rev,
      id,
      authorId,
      body,
      at,
      replyTo,
      editedAt,
      deletedAt,
      json(reactions),
      json(mentions),
      pinnedAt,
    );
  }

  /** The message of `seq`, if it is here. */
  find(seq: number): Signed | undefined {
    const [row] = this.#sql.exec<SignedRow>(`${SELECT_SIGNED} where seq = ?`, seq).toArray();
    return row && signed(row);
  }

  /** What of `from` ≤ seq ≤ `to` is here, ascending. */
  between(from: number, to: number): Message[] {
    const rows = this.#sql.exec<SignedRow>(`${SELECT_SIGNED} where seq between ? and ? order by seq`, from, to);
    return rows.toArray().map((row) => messageOf(this.#roomId, signed(row)));
  }

  /** What this person wrote of `after` < seq ≤ `to`, as far as it is here. */
  by(authorId: string, after: number, to: number): Signed[] {
    const rows = this.#sql.exec<SignedRow>(
      `${SELECT_SIGNED} where author_id = ? and seq > ? and seq <= ? order by seq`,
      authorId,
      after,
      to,
    );
    return rows.toArray().map(signed);
  }

  /** Those of `seqs` that are here, and all that are pinned. */
  pinnedOr(seqs: number[]): Message[] {
    const rows = this.#sql.exec<SignedRow>(
      `${SELECT_SIGNED} where pinned_at is not null or seq in (select value from json_each(?))`,
      JSON.stringify(seqs),
    );
    return rows.toArray().map((row) => messageOf(this.#roomId, signed(row)));
  }

  /** What has rev > `since`, as it is now, ascending by seq; `undefined` where that is over `limit`, or is not all kept any more. */
  changedSince(since: number, limit: number): Message[] | undefined {
    if (since < this.#forgottenRev()) return undefined;
    const rows = this.#sql
      .exec<SignedRow>(
        `${SELECT_SIGNED} where seq in (
           select seq from (select seq from messages where ${SENT_AFTER} order by seq limit ?2)
           union select seq from (select seq from messages where rev > sent_rev and rev > ?1 limit ?2)
         ) order by seq`,
        since,
        limit + 1,
      )
      .toArray();
    return rows.length > limit ? undefined : rows.map((row) => messageOf(this.#roomId, signed(row)));
  }

  /**
   * What changed after `after`, oldest change first, so many messages and about so many bytes of text at most. `by` says which change
   * counts: any (`rev`), or one of the text (`textRev`).
   */
  pending(by: "rev" | "textRev", after: number, limit: number, maxBytes: number): Pending[] {
    const rev = by === "rev" ? "rev" : "text_rev";
    const asSent = this.#sql.exec<LogRow>(
      `${SELECT} where ${SENT_AFTER} and ${rev} = sent_rev order by seq limit ?2`,
      after,
      limit,
    );
    const changed = this.#sql.exec<LogRow>(
      `${SELECT} where rev > sent_rev and rev > ?1 and ${rev} > sent_rev and ${rev} > ?1 order by ${rev} limit ?2`,
      after,
      limit,
    );
    const pending: Pending[] = [];
    let bytes = 0;
    for (const row of merged(asSent, changed, (one) => one[by])) {
      bytes += (row.body.length + (row.reactions?.length ?? 0)) * 3;
      if (pending.length === limit || (pending.length > 0 && bytes > maxBytes)) break;
      const { sentRev, textRev, changedAt, at } = row;
      pending.push({ message: stored(row), sentRev, textRev, changedAt: changedAt ?? at });
    }
    return pending;
  }

  /**
   * Lets go of all with rev ≤ `rev` and seq ≤ `seq` that changed last before `changedBefore` (ms), or with rev ≤ `evenIfNew`, where they
   * are as many as is worth it. They stay until new messages take their places; of those that are still here then the newest `spare` stay.
   */
  trim(
    bounds: { rev: number; seq: number; changedBefore: number; evenIfNew: number },
    { atOnce, spare }: Trimming,
  ): void {
    const { count, highest } = this.#sql
      .exec<{ count: number; highest: number | null }>(
        `select count(*) as count, max(rev) as highest from messages where rev > ? and rev <= ? and seq <= ?
           and (rev <= ? or coalesce(changed_at, at) < ?) and seq not in (select seq from set_aside)`,
        this.#forgottenRev(),
        ...[bounds.rev, bounds.seq, bounds.evenIfNew, bounds.changedBefore],
      )
      .one();
    if (highest === null || count < atOnce) return;
    this.forgetUpTo(highest);
    this.#spare.more({ rev: highest, seq: bounds.seq }, spare);
  }

  /** What changed up to this rev is not all here any more. */
  forgetUpTo(rev: number): void {
    if (rev === 0) return;
    this.#sql.exec(
      `insert into forgotten (one, rev) values (1, ?)
       on conflict (one) do update set rev = excluded.rev where excluded.rev > forgotten.rev`,
      rev,
    );
  }

  #forgottenRev(): number {
    const [row] = this.#sql.exec<{ rev: number }>("select rev from forgotten").toArray();
    return row?.rev ?? 0;
  }
}

type LogRow = { [K in keyof MessageRow]: MessageRow[K] } & {
  sentRev: number;
  textRev: number;
  changedAt: number | null;
};
type SignedRow = LogRow & { username: string | null; displayName: string | null };

const INSERT = `insert into messages (seq, rev, sent_rev, text_rev, id, author_id, body, at, reply_to, mentions)
  values (?1, ?2, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`;
const WRITE_OVER = `update messages set seq = ?1, rev = ?2, sent_rev = ?2, text_rev = ?2, id = ?3, author_id = ?4, body = ?5, at = ?6,
  reply_to = ?7, mentions = ?8, edited_at = null, deleted_at = null, reactions = null, changed_at = null, pinned_at = null
  where seq = ?9`;
const COLUMNS = `seq, rev, messages.id as id, author_id as authorId, body, at, reply_to as replyTo, edited_at as editedAt,
  deleted_at as deletedAt, reactions, mentions, pinned_at as pinnedAt, sent_rev as sentRev, text_rev as textRev, changed_at as changedAt`;
const SELECT = `select ${COLUMNS} from messages`;
const SELECT_SIGNED = `select ${COLUMNS}, username, display_name as displayName
  from messages left join people on people.id = messages.author_id`;
// Walking back from the newest to the first that was sent before reads as many rows as were sent since.
const SENT_AFTER = "seq > coalesce((select seq from messages where sent_rev <= ?1 order by seq desc limit 1), 0)";

function stored({ sentRev: _, textRev: __, changedAt: ___, ...row }: LogRow): StoredMessage {
  return storedIn(row);
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function signed({ username, displayName, ...row }: SignedRow): Signed {
  const author: Person = { id: row.authorId, username, displayName };
  return { stored: stored(row), author };
}

/** Two sequences that ascend by `rank`, as one. */
function* merged(one: Rows, other: Rows, rank: (row: LogRow) => number): Generator<LogRow> {
  let first = one.next();
  let second = other.next();
  while (!first.done && !second.done) {
    if (rank(first.value) < rank(second.value)) {
      yield first.value;
      first = one.next();
    } else {
      yield second.value;
      second = other.next();
    }
  }
  for (; !first.done; first = one.next()) yield first.value;
  for (; !second.done; second = other.next()) yield second.value;
}

type Rows = Pick<SqlStorageCursor<LogRow>, "next">;
