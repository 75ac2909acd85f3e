import { Hono } from "hono";
import * as v from "valibot";
import type { App, AppContext } from "../app-env.ts";
import { accessRoom } from "../auth/access.ts";
import { requireUser } from "../auth/caller.ts";
import { allow } from "../auth/rate.ts";
import { findMessagesAt } from "../db/messages.ts";
import { listRoomIds } from "../db/rooms.ts";
import { ProtocolError } from "../errors.ts";
import type { SearchHit } from "../protocol.ts";
import { type IndexHit, searchIndex } from "../search/message-index.ts";
import { isEmpty, parseQuery, type Query } from "../search/query.ts";
import { holds, snippetOf } from "../search/snippet.ts";
import { Limit, readQuery, SearchText, TimeParameter } from "./input.ts";

export const search = new Hono<App>();

export const SearchQuery = v.object({
  q: v.optional(SearchText),
  room: v.optional(v.string()),
  from: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9]{1,64}$/, "must be a user id"))),
  before: TimeParameter,
  after: TimeParameter,
  limit: Limit,
  cursor: v.optional(v.pipe(v.string(), v.regex(/^-?\d{1,19}$/, "must be the cursor of a page"))),
});

search.get("/", async (c) => {
  const { user } = await requireUser(c, "searches");
  const { q, room, limit, ...filters } = readQuery(c, SearchQuery);
  if (q === undefined && room === undefined && filters.from === undefined) {
    throw new ProtocolError("bad_request", "Say what to look for: q, room or from.");
  }
  const [roomIds] = await Promise.all([readableRooms(c, user.id, room), allow(c, "searches", user.id)]);
  const query = parseQuery(q ?? "");
  // Nothing but signs: no message holds such a word.
  if (q !== undefined && isEmpty(query)) return c.json({ hits: [] });
  const found = await searchIndex(c.env.SEARCH, { ...filters, roomIds, query, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const hits = await hitsOf(c, page, query);
  return c.json({ hits, ...(found.length > limit && last ? { cursor: last.key } : {}) });
});

async function readableRooms(c: AppContext, userId: string, roomId: string | undefined): Promise<string[]> {
  if (roomId === undefined) return listRoomIds(c.var.db, userId);
  const { room } = await accessRoom(c.var.db, userId, roomId);
  return [room.id];
}

/** What is shown comes from the record, as it is now: the index only says where. */
async function hitsOf(c: AppContext, found: IndexHit[], query: Query): Promise<SearchHit[]> {
  const messages = await findMessagesAt(c.var.db, found);
  return found.flatMap(({ roomId, seq }) => {
    const message = messages.get(`${roomId} ${seq}`);
    if (!message || message.deletedAt !== undefined) return [];
    // The index may not have heard of the edit yet.
    if (message.editedAt !== undefined && !holds(message.body, query)) return [];
    return [{ message, ...snippetOf(message.body, query) }];
  });
}
