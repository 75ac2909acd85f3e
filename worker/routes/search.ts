import { Hono } from "hono";
import * as v from "valibot";
import type { App, AppContext } from "../app-env.ts";
import { requireReader } from "../auth/caller.ts";
import { allow } from "../auth/rate.ts";
import { findMessagesAt } from "../db/messages.ts";
import { ProtocolError } from "../errors.ts";
import type { Message, SearchHit } from "../protocol.ts";
import { hasLink } from "../search/link.ts";
import { type IndexHit, type IndexQuery, searchIndex } from "../search/message-index.ts";
import { isEmpty, parseQuery } from "../search/query.ts";
import { holds, snippetOf } from "../search/snippet.ts";
import { Limit, readQuery, SearchText, TimeParameter } from "./input.ts";

export const search = new Hono<App>();

export const SearchQuery = v.object({
  q: v.optional(SearchText),
  room: v.optional(v.string()),
  from: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9]{1,64}$/, "must be a user id"))),
  has: v.optional(v.picklist(["link"], "must be link")),
  mentions: v.optional(v.picklist(["me"], "must be me")),
  before: TimeParameter,
  after: TimeParameter,
  limit: Limit,
  cursor: v.optional(v.pipe(v.string(), v.regex(/^-?\d{1,19}$/, "must be the cursor of a page"))),
});

search.get("/", async (c) => {
  const { user, standing, roomIds } = await requireReader(c, c.req.query("room"), "searches");
  const { q, room, has, mentions, limit, ...filters } = readQuery(c, SearchQuery);
  const { from, before, after } = filters;
  if ([q, room, from, has, mentions, before, after].every((given) => given === undefined)) {
    throw new ProtocolError("bad_request", "Say what to look for: q, room, from, has, mentions, before or after.");
  }
  await allow(c, "searches", user.id);
  const query = parseQuery(q ?? "");
  // Nothing but signs: no message holds such a word.
  if (q !== undefined && isEmpty(query)) return c.json({ hits: [] });
  const wanted = { query, hasLink: has === "link", mentioned: mentions && user.id };
  const { apartFrom: notFrom } = standing;
  const found = await searchIndex(c.env.SEARCH, { ...filters, ...wanted, notFrom, roomIds, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const hits = await hitsOf(c, page, wanted);
  return c.json({ hits, ...(found.length > limit && last ? { cursor: last.key } : {}) });
});

/** What a text itself must be like. */
type Wanted = Pick<IndexQuery, "query" | "hasLink" | "mentioned">;

/** What is shown comes from the record, as it is now: the index only says where. */
async function hitsOf(c: AppContext, found: IndexHit[], wanted: Wanted): Promise<SearchHit[]> {
  if (found.length === 0) return [];
  const messages = await findMessagesAt(c.var.db, found);
  return found.flatMap(({ roomId, seq }) => {
    const message = messages.get(`${roomId} ${seq}`);
    if (!message || message.deletedAt !== undefined) return [];
    // The index may not have heard of the edit yet.
    if (message.editedAt !== undefined && !fits(message, wanted)) return [];
    return [{ message, ...snippetOf(message.body, wanted.query) }];
  });
}

function fits({ body, mentions = [] }: Message, { query, hasLink: mustHaveLink, mentioned }: Wanted): boolean {
  if (mustHaveLink && !hasLink(body)) return false;
  return holds(body, query) && (mentioned === undefined || mentions.includes(mentioned));
}
