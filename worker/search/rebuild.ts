/** Making the full-text index again from the record. */
import { and, asc, sql } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { messages } from "../db/schema.ts";
import { type StoredMessage, storedIn } from "../db/stored-message.ts";
import { ProtocolError } from "../errors.ts";
import { indexMessages } from "./message-index.ts";

/** In one call: half a second for the databases. */
const AT_ONCE = 1_000;
/** What is written at once; of what it becomes in the index, it may be many times that. */
const PORTION_BYTES = 256 * 1024;
const Cursor = v.tuple([v.string(), v.number()]);

export interface Rebuilt {
  /** Messages that were looked at. */
  count: number;
  /** Where to go on; without it that was all. */
  cursor?: string;
}

/**
 * Indexes messages again, a good part at a time, from the oldest of each room on. Without a cursor the index is emptied first: what is
 * said meanwhile is found as ever.
 * @throws `bad_request` for a cursor that is none
 */
export async function rebuildIndex(db: Database, search: D1Database, cursor: string | undefined): Promise<Rebuilt> {
  const [roomId, seq] = cursor === undefined ? ["", 0] : parseCursor(cursor);
  if (cursor === undefined) {
    await search.batch([
      search.prepare("insert into message_index (message_index) values ('delete-all')"),
      search.prepare("delete from search_rooms"),
    ]);
  }
  const read = () =>
    db
      .select()
      .from(messages)
      .where(and(sql`(${messages.roomId}, ${messages.seq}) > (${roomId}, ${seq})`))
      .orderBy(asc(messages.roomId), asc(messages.seq))
      .limit(AT_ONCE);
  const rows = await read();
  const written = new Map(rows.map((row) => [placeOf(row), row.rev]));
  for (let changed = rows; changed.length > 0; ) {
    await indexRows(search, changed);
    // What changed while it was being written is there with what it said before. What is new has been indexed by its room.
    changed = (await read()).filter((row) => (written.get(placeOf(row)) ?? row.rev) !== row.rev);
    for (const row of changed) written.set(placeOf(row), row.rev);
  }
  const last = rows.at(-1);
  if (rows.length < AT_ONCE || !last) return { count: rows.length };
  return { count: rows.length, cursor: JSON.stringify([last.roomId, last.seq]) };
}

type Row = typeof messages.$inferSelect;

async function indexRows(search: D1Database, rows: Row[]): Promise<void> {
  for (const [room, found] of Map.groupBy(rows, (row) => row.roomId)) {
    const said = found.map(({ roomId: _, ...row }) => storedIn(row));
    for (const portion of portionsOf(said)) await indexMessages(search, room, portion);
  }
}

function placeOf({ roomId, seq }: Row): string {
  return `${roomId} ${seq}`;
}

/** Of about so many bytes. */
function portionsOf(said: StoredMessage[]): StoredMessage[][] {
  const portions: StoredMessage[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of said) {
    bytes += message.body.length * 3;
    if (bytes > PORTION_BYTES) {
      portions.push([]);
      bytes = message.body.length * 3;
    }
    portions.at(-1)?.push(message);
  }
  return portions;
}

function parseCursor(cursor: string): [string, number] {
  try {
    return v.parse(Cursor, JSON.parse(cursor));
  } catch {
    throw new ProtocolError("bad_request", "This is no cursor of a rebuild.");
  }
}
