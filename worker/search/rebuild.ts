/** Making the full-text index again from the record. */
import { and, asc, sql } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { messages } from "../db/schema.ts";
import { storedIn } from "../db/stored-message.ts";
import { ProtocolError } from "../errors.ts";
import { indexMessages } from "./message-index.ts";

/** In one call: half a second for the databases. */
const AT_ONCE = 1_000;
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
  const rows = await db
    .select()
    .from(messages)
    .where(and(sql`(${messages.roomId}, ${messages.seq}) > (${roomId}, ${seq})`))
    .orderBy(asc(messages.roomId), asc(messages.seq))
    .limit(AT_ONCE);
  for (const [room, found] of Map.groupBy(rows, (row) => row.roomId)) {
    const said = found.filter(({ deletedAt }) => deletedAt === null).map(({ roomId: _, ...row }) => storedIn(row));
    if (said.length > 0) await indexMessages(search, room, said);
  }
  const last = rows.at(-1);
  if (rows.length < AT_ONCE || !last) return { count: rows.length };
  return { count: rows.length, cursor: JSON.stringify([last.roomId, last.seq]) };
}

function parseCursor(cursor: string): [string, number] {
  try {
    return v.parse(Cursor, JSON.parse(cursor));
  } catch {
    throw new ProtocolError("bad_request", "This is no cursor of a rebuild.");
  }
}
