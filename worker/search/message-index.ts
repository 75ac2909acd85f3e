/** The queries of the full-text index, the database behind the binding `SEARCH`. */
import { jsonPortions } from "../db/json-portions.ts";
import type { StoredMessage } from "../db/stored-message.ts";
import { hasLink } from "./link.ts";
import type { Query } from "./query.ts";
import { matchExpression, quoted } from "./query.ts";
import { indexText } from "./text.ts";

/** Rowids count from here, in ms: 2020-01-01. With 22 bits for the room they last until 2089. */
const EPOCH_MS = Date.UTC(2020, 0, 1);
const ROOM_BITS = 22n;

export interface IndexQuery {
  /** Only these are searched: what the caller may not read is not looked at. */
  roomIds: string[];
  query: Query;
  from?: string | undefined;
  /** Nothing by these people: user ids. */
  notFrom?: string[] | undefined;
  /** Only messages with an address of the web in them. */
  hasLink?: boolean | undefined;
  /** Only messages that mention this person: a user id. */
  mentioned?: string | undefined;
  /** ms; `after` < time < `before`. */
  before?: number | undefined;
  after?: number | undefined;
  limit: number;
  /** As an earlier page gave it. */
  cursor?: string | undefined;
}

/** Where a message that was found stands; `key` is its place in the index, newest highest. */
export interface IndexHit {
  key: string;
  roomId: string;
  seq: number;
}

// Beside the author's id stands what else is true of a message, in words that no id can be.
const LINK = "#link";
const mentionOf = (userId: string) => `@${userId}`;

/** What the index reads of a message: `mentions` are user ids. */
export type Indexable = Pick<StoredMessage, "seq" | "at" | "authorId" | "body" | "deletedAt" | "mentions">;

/** Writes messages of one room into the index; what is deleted is taken out. Writing again changes nothing. */
export async function indexMessages(search: D1Database, roomId: string, changes: readonly Indexable[]): Promise<void> {
  const entries = changes.map((message) => ({
    time: message.at - EPOCH_MS,
    seq: message.seq,
    author: authorAndFlags(message),
    words: message.deletedAt === null ? indexText(message.body) : null,
  }));
  const gone = entries.filter(({ words }) => words === null);
  const statements = [
    search.prepare("insert into search_rooms (room_id) values (?) on conflict (room_id) do nothing").bind(roomId),
    // Some letters are many in the index: what fitted into a message need not fit into a parameter.
    ...jsonPortions(entries).map((portion) =>
      search
        .prepare(
          `insert or replace into message_index (rowid, room, author, body, seq)
           select (entry.value ->> 'time' << ${ROOM_BITS}) | no, 'r' || no,
             entry.value ->> 'author', entry.value ->> 'words', entry.value ->> 'seq'
           from search_rooms, json_each(?) as entry
           where room_id = ? and entry.value ->> 'words' is not null`,
        )
        .bind(portion, roomId),
    ),
  ];
  if (gone.length > 0) statements.push(forgetting(search, roomId, gone));
  await search.batch(statements);
}

function authorAndFlags({ authorId, body, mentions }: Indexable): string {
  return [authorId, ...(hasLink(body) ? [LINK] : []), ...(mentions ?? []).map(mentionOf)].join(" ");
}

/** Takes messages of one room out of the index. */
export async function forgetMessages(search: D1Database, roomId: string, messages: { at: number }[]): Promise<void> {
  const entries = messages.map(({ at }) => ({ time: at - EPOCH_MS }));
  await forgetting(search, roomId, entries).run();
}

/** The number of a room that has no messages any more is free again. */
export async function forgetRoom(search: D1Database, roomId: string): Promise<void> {
  await search.prepare("delete from search_rooms where room_id = ?").bind(roomId).run();
}

function forgetting(search: D1Database, roomId: string, entries: { time: number }[]): D1PreparedStatement {
  return search
    .prepare(
      `delete from message_index where rowid in (
         select (entry.value ->> 'time' << ${ROOM_BITS}) | no from search_rooms, json_each(?) as entry where room_id = ?)`,
    )
    .bind(JSON.stringify(entries), roomId);
}

/** Newest first, `limit` at most. */
export async function searchIndex(search: D1Database, query: IndexQuery): Promise<IndexHit[]> {
  const { must, not } = matchExpression(query.query);
  // One expression for all conditions: FTS5 walks their word lists together and never leaves the rooms named here.
  const parts = [
    ...authorWords(query).map((word) => ` AND author : ${quoted(word)}`),
    must ? ` AND body : (${must})` : "",
  ];
  const refused = [...(not ? [`body : (${not})`] : []), ...notFromWords(query)];
  // One NOT of all of them: FTS5 would nest one in the other and gives up on deep expressions.
  const refusal = refused.length > 0 ? ` NOT (${refused.join(" OR ")})` : "";
  const lowest = query.after === undefined ? undefined : keyAt(query.after + 1);
  const highest = query.before === undefined ? undefined : keyAt(query.before);
  const { results } = await search
    .prepare(
      `select cast(message_index.rowid as text) as key, room_id as roomId, seq
       from message_index join search_rooms on no = message_index.rowid & ${(1n << ROOM_BITS) - 1n}
       where message_index match (
           select 'room : (' || coalesce(group_concat('r' || no, ' OR '), '""') || ')' || ?1
           from search_rooms where room_id in (select value from json_each(?2)))
         and message_index.rowid >= cast(?3 as integer) and message_index.rowid < cast(?4 as integer)
       order by message_index.rowid desc limit ?5`,
    )
    .bind(
      parts.join("") + refusal,
      JSON.stringify(query.roomIds),
      lowest ?? "-9223372036854775808",
      lowerOf(highest, query.cursor),
      query.limit,
    )
    .all<{ key: string; roomId: string; seq: number }>();
  return results;
}

function authorWords({ from, hasLink, mentioned }: IndexQuery): string[] {
  return [from, hasLink ? LINK : undefined, mentioned === undefined ? undefined : mentionOf(mentioned)].filter(
    (word) => word !== undefined,
  );
}

/** What an author's column starts with is who wrote it: a mention has another word there. */
function notFromWords({ notFrom = [] }: IndexQuery): string[] {
  return notFrom.length === 0 ? [] : [`author : (${notFrom.map(quoted).join(" OR ")})`];
}

function keyAt(time: number): string {
  return String(BigInt(time - EPOCH_MS) << ROOM_BITS);
}

function lowerOf(highest: string | undefined, cursor: string | undefined): string {
  if (highest === undefined) return cursor ?? String((1n << 63n) - 1n);
  return cursor !== undefined && BigInt(cursor) < BigInt(highest) ? cursor : highest;
}
