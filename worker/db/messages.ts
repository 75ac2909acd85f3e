import { and, asc, desc, eq, gte, isNull, sql } from "drizzle-orm";
import type { Message } from "../protocol.ts";
import type { PlacedReads } from "../room/place-reads.ts";
import type { Version } from "../room/versions.ts";
import type { Database } from "./database.ts";
import { readsApart, recentAsText } from "./reads.ts";
import { messages, users, versions } from "./schema.ts";
import { type MessageRow, messageOf, type Signed, type StoredMessage, storedIn } from "./stored-message.ts";
import { findPeople, nobody, type PersonRow, personOf } from "./users.ts";

/**
 * The messages of `roomId` with `from` ≤ seq ≤ `to` that the record has, ascending. One row read for each, and those of the people who
 * wrote them: looked up with each message they would be as many again.
 */
export async function findMessages(
  db: Database,
  roomId: string,
  { from, to }: { from: number; to: number },
): Promise<Signed[]> {
  const rows = await db
    .select(columns.message)
    .from(messages)
    .where(and(eq(messages.roomId, roomId), sql`${messages.seq} between ${from} and ${to}`))
    .orderBy(asc(messages.seq))
    // There are no more, but without being told so the engine reads the one after it to know.
    .limit(to - from + 1);
  const authors = await findPeople(db, [...new Set(rows.map(({ authorId }) => authorId))]);
  const byId = new Map(authors.map((author) => [author.id, author]));
  return rows.map((row) => ({ stored: storedIn(row), author: byId.get(row.authorId) ?? nobody(row.authorId) }));
}

/** The first `limit` messages with `after` < seq ≤ `to` that `userId` wrote since `since` (ms) and that are not deleted, ascending. */
export async function findMessagesBy(
  db: Database,
  { roomId, userId, since, after, to }: { roomId: string; userId: string; since: number; after: number; to: number },
  limit: number,
): Promise<Signed[]> {
  const rows = await db
    .select(columns)
    .from(messages)
    .innerJoin(users, eq(users.id, messages.authorId))
    .where(
      and(
        eq(messages.roomId, roomId),
        sql`${messages.seq} > ${after} and ${messages.seq} <= ${to}`,
        eq(messages.authorId, userId),
        gte(messages.at, since),
        isNull(messages.deletedAt),
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(limit);
  return rows.map(signed);
}

/**
 * The seq of the last message of `roomId` from before `since` (ms), or of an earlier one where the record lacks some; 0 where there is none. They
 * stand in the order of their times: halving finds it in some forty rows of a million.
 * @param last the highest seq that there may be
 */
export async function findSeqBefore(db: Database, roomId: string, since: number, last: number): Promise<number> {
  const found = await db.$client.prepare(HALVE).bind(roomId, last, since).first<number>("low");
  return found ?? 0;
}

/** What a message said before, as far as the record has it, oldest first. */
export async function findVersions(db: Database, roomId: string, seq: number): Promise<Version[]> {
  return db
    .select({ seq: versions.seq, rev: versions.rev, body: versions.body, at: versions.at })
    .from(versions)
    .where(and(eq(versions.roomId, roomId), eq(versions.seq, seq)))
    .orderBy(asc(versions.rev));
}

/** The messages of `roomId` that the record has as pinned, the one pinned last first. */
export async function findPins(db: Database, roomId: string, limit: number): Promise<Signed[]> {
  const rows = await db
    .select(columns)
    .from(messages)
    .innerJoin(users, eq(users.id, messages.authorId))
    // The condition of the index, word for word.
    .where(and(eq(messages.roomId, roomId), sql`pinned_at is not null`))
    .orderBy(desc(messages.pinnedAt))
    .limit(limit);
  return rows.map(signed);
}

/** Those of the named messages that there are, by `"<room> <seq>"`. */
export async function findMessagesAt(
  db: Database,
  places: { roomId: string; seq: number }[],
): Promise<Map<string, Message>> {
  const wanted = JSON.stringify(places.map(({ roomId, seq }) => [roomId, seq]));
  const rows = await db
    .select({ ...columns, roomId: messages.roomId })
    .from(sql`json_each(${wanted}) as place`)
    .innerJoin(messages, sql`${messages.roomId} = place.value ->> 0 and ${messages.seq} = place.value ->> 1`)
    .innerJoin(users, eq(users.id, messages.authorId));
  return new Map(rows.map((row) => [`${row.roomId} ${row.message.seq}`, messageOf(row.roomId, signed(row))]));
}

export interface Recording {
  roomId: string;
  kind: "global" | "direct" | "group";
  /** The two people of a direct room, who become its members with its first message; none where they are already. */
  newPeerIds: string[];
  changes: StoredMessage[];
  /** The room's newest message and highest rev, which may be ahead of `changes`. */
  head: StoredMessage;
  rev: number;
  reads: PlacedReads;
  now: number;
}

/**
 * Writes changes of one room and its head, all or nothing. Writing again what is there changes nothing; the newer rev wins.
 * Two parameters whatever the number of messages: the batch travels as JSON.
 */
export async function recordMessages(db: Database, recording: Recording): Promise<void> {
  const { roomId, kind, newPeerIds, changes, head, rev, reads, now } = recording;
  // Written by hand: drizzle has no INSERT … SELECT FROM json_each, and its raw statements do not go into a batch.
  const write = (query: string, ...values: unknown[]) => db.$client.prepare(query).bind(...values);
  const statements = [write(UPSERT_MESSAGES, roomId, JSON.stringify(changes))];
  const mentioning = changes.filter(({ mentions }) => mentions !== null);
  if (mentioning.length > 0) {
    const said = mentioning.map(({ seq, mentions }) => ({ seq, mentions }));
    statements.push(write(INSERT_MENTIONS, roomId, JSON.stringify(said)));
  }
  const deleted = changes.filter(({ deletedAt }) => deletedAt !== null).map(({ seq }) => seq);
  if (deleted.length > 0) statements.push(write(DELETE_VERSIONS, roomId, JSON.stringify(deleted)));
  if (newPeerIds.length > 0) statements.push(write(INSERT_PEERS, roomId, now, JSON.stringify(newPeerIds)));
  const mentionedSeq = Math.max(0, ...mentioning.map(({ seq }) => seq));
  const stand = [head.seq, rev, head.at, JSON.stringify(head), mentionedSeq, recentAsText(reads)];
  statements.push(write(UPSERT_HEAD, roomId, kind, now, ...stand), ...readsApart(db, roomId, reads));
  await db.$client.batch(statements);
}

/** Writes what messages of one room said before, but not of those that were deleted. Again changes nothing. */
export async function recordVersions(db: Database, roomId: string, earlier: Version[]): Promise<void> {
  await db.$client.batch([db.$client.prepare(INSERT_VERSIONS).bind(roomId, JSON.stringify(earlier))]);
}

const UPSERT_MESSAGES = `
  insert into messages (room_id, seq, rev, id, author_id, body, at, reply_to, edited_at, deleted_at, reactions, mentions, pinned_at)
  select ?1, value ->> 'seq', value ->> 'rev', value ->> 'id', value ->> 'authorId', value ->> 'body',
    value ->> 'at', value ->> 'replyTo', value ->> 'editedAt', value ->> 'deletedAt', value ->> 'reactions',
    value ->> 'mentions', value ->> 'pinnedAt'
  from json_each(?2) where true
  on conflict (room_id, seq) do update set
    rev = excluded.rev, body = excluded.body, edited_at = excluded.edited_at, deleted_at = excluded.deleted_at,
    reactions = excluded.reactions, mentions = excluded.mentions, pinned_at = excluded.pinned_at
  where excluded.rev > messages.rev`;

// D1 hands numbers over as reals, half of which need not be whole.
const IS_BEFORE = "(select at from messages where room_id = ?1 and seq = (low + high + 1) / 2) < ?3";
const HALVE = `
  with recursive half (low, high) as (
    select 0, cast(?2 as integer)
    union all
    select iif(${IS_BEFORE}, (low + high + 1) / 2, low), iif(${IS_BEFORE}, high, (low + high + 1) / 2 - 1)
    from half where low < high)
  select low from half where low = high`;

// Only ever added to: what a message says now is asked of the message, so that an edit or a delete has nothing to take out here.
const INSERT_MENTIONS = `
  insert into mentions (user_id, room_id, seq)
  select name.value, ?1, message.value ->> 'seq' from json_each(?2) as message, json_each(message.value -> 'mentions') as name
  where true on conflict do nothing`;

const INSERT_VERSIONS = `
  insert into versions (room_id, seq, rev, body, at)
  select ?1, value ->> 'seq', value ->> 'rev', value ->> 'body', value ->> 'at' from json_each(?2)
  where not exists (
    select 1 from messages where room_id = ?1 and seq = value ->> 'seq' and deleted_at is not null)
  on conflict do nothing`;

const DELETE_VERSIONS = `
  delete from versions where room_id = ?1 and seq in (select value from json_each(?2))`;

const INSERT_PEERS = `
  insert into members (user_id, room_id, joined_at)
  select users.id, ?1, ?2 from json_each(?3) join users on users.id = value where deleted_at is null
  on conflict (user_id, room_id) do nothing`;

// The head may be ahead of the changes that come with it, and is then there already when the rest of them come.
const UPSERT_HEAD = `
  insert into rooms (id, kind, created_at, last_seq, last_rev, last_at, last_message, mentioned_seq, reads)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set
    last_seq = max(rooms.last_seq, excluded.last_seq), last_rev = max(rooms.last_rev, excluded.last_rev),
    last_at = max(rooms.last_at, excluded.last_at),
    last_message = iif(excluded.last_rev > rooms.last_rev, excluded.last_message, rooms.last_message),
    mentioned_seq = max(rooms.mentioned_seq, excluded.mentioned_seq), reads = excluded.reads
  where excluded.last_rev > rooms.last_rev or excluded.mentioned_seq > rooms.mentioned_seq
    or excluded.reads is not coalesce(rooms.reads, '{}')`;

const columns = {
  message: {
    seq: messages.seq,
    rev: messages.rev,
    id: messages.id,
    authorId: messages.authorId,
    body: messages.body,
    at: messages.at,
    replyTo: messages.replyTo,
    editedAt: messages.editedAt,
    deletedAt: messages.deletedAt,
    reactions: messages.reactions,
    mentions: messages.mentions,
    pinnedAt: messages.pinnedAt,
  },
  person: {
    id: users.id,
    username: users.username,
    displayName: users.displayName,
    deletedAt: users.deletedAt,
  },
};

interface FoundRow {
  message: MessageRow;
  person: PersonRow;
}

function signed({ message, person }: FoundRow): Signed {
  return { stored: storedIn(message), author: personOf(person) };
}
