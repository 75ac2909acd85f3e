import { and, asc, eq, sql } from "drizzle-orm";
import type { Message } from "../protocol.ts";
import type { Database } from "./database.ts";
import { messages, users } from "./schema.ts";
import { messageOf, parseReactions, type Signed, type StoredMessage } from "./stored-message.ts";
import { personOf, type UserRow } from "./users.ts";

/** The messages of `roomId` with `from` ≤ seq ≤ `to` that the record has, ascending. */
export async function findMessages(
  db: Database,
  roomId: string,
  { from, to }: { from: number; to: number },
): Promise<Signed[]> {
  const rows = await db
    .select(columns)
    .from(messages)
    .innerJoin(users, eq(users.id, messages.authorId))
    .where(and(eq(messages.roomId, roomId), sql`${messages.seq} between ${from} and ${to}`))
    .orderBy(asc(messages.seq));
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
  now: number;
}

/**
 * Writes changes of one room and its head, all or nothing. Writing again what is there changes nothing; the newer rev wins.
 * Two parameters whatever the number of messages: the batch travels as JSON.
 */
export async function recordMessages(db: Database, recording: Recording): Promise<void> {
  const { roomId, kind, newPeerIds, changes, head, rev, now } = recording;
  // Written by hand: drizzle has no INSERT … SELECT FROM json_each, and its raw statements do not go into a batch.
  const write = (query: string, ...values: unknown[]) => db.$client.prepare(query).bind(...values);
  const statements = [write(UPSERT_MESSAGES, roomId, JSON.stringify(changes))];
  if (newPeerIds.length > 0) statements.push(write(INSERT_PEERS, roomId, now, JSON.stringify(newPeerIds)));
  statements.push(write(UPSERT_HEAD, roomId, kind, now, head.seq, rev, head.at, JSON.stringify(head)));
  await db.$client.batch(statements);
}

const UPSERT_MESSAGES = `
  insert into messages (room_id, seq, rev, id, author_id, body, at, reply_to, edited_at, deleted_at, reactions)
  select ?1, value ->> 'seq', value ->> 'rev', value ->> 'id', value ->> 'authorId', value ->> 'body',
    value ->> 'at', value ->> 'replyTo', value ->> 'editedAt', value ->> 'deletedAt', value ->> 'reactions'
  from json_each(?2) where true
  on conflict (room_id, seq) do update set
    rev = excluded.rev, body = excluded.body, edited_at = excluded.edited_at, deleted_at = excluded.deleted_at,
    reactions = excluded.reactions
  where excluded.rev > messages.rev`;

const INSERT_PEERS = `
  insert into members (user_id, room_id, joined_at)
  select users.id, ?1, ?2 from json_each(?3) join users on users.id = value where deleted_at is null
  on conflict (user_id, room_id) do nothing`;

const UPSERT_HEAD = `
  insert into rooms (id, kind, created_at, last_seq, last_rev, last_at, last_message) values (?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set
    last_seq = excluded.last_seq, last_rev = excluded.last_rev, last_at = excluded.last_at,
    last_message = excluded.last_message
  where excluded.last_rev > rooms.last_rev`;

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
  },
  person: {
    id: users.id,
    username: users.username,
    displayName: users.displayName,
    deletedAt: users.deletedAt,
  },
};

interface FoundRow {
  message: Omit<StoredMessage, "reactions"> & { reactions: string | null };
  person: Pick<UserRow, "id" | "username" | "displayName" | "deletedAt">;
}

function signed({ message, person }: FoundRow): Signed {
  return { stored: { ...message, reactions: parseReactions(message.reactions) }, author: personOf(person) };
}
