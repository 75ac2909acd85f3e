/** A search as one types it: names are looked up, and then the messages. */
import type { SearchPage } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";
import type { SearchQuery } from "../client/search-api.ts";
import type { Chat } from "./chat.ts";
import { createLookup, type Lookup } from "./lookup.ts";
import { resolveSearch } from "./search-names.ts";
import { parseSearch, type SearchFault } from "./search-query.ts";

/** What was found for that text, with the query for more of it; or the names that are nobody's. */
export type SearchOutcome =
  | { kind: "page"; text: string; query: SearchQuery; page: SearchPage }
  | { kind: "faults"; text: string; faults: readonly SearchFault[] };

/** How messages are searched; rejects with `ApiError`. */
export type Search = (query: SearchQuery, signal?: AbortSignal) => Promise<SearchPage>;

/** `roomId` is where to look unless the text says otherwise. The text is one without faults of its own. */
export function createSearch(
  { search, findPeople }: { search: Search } & Pick<Api, "findPeople">,
  { me, rooms }: { me: Chat["me"]; rooms: Pick<Chat["rooms"], "list"> },
  roomId: string | undefined,
): Lookup<SearchOutcome> {
  return createLookup<SearchOutcome>(async (text, signal) => {
    const { parameters } = parseSearch(text, Date.now());
    const names = { me, rooms: rooms.list.peek() ?? [], findPeople };
    const resolved = await resolveSearch(parameters, names, signal);
    if (Array.isArray(resolved)) return { kind: "faults", text, faults: resolved };
    const query = { ...(roomId !== undefined && { room: roomId }), ...resolved };
    return { kind: "page", text, query, page: await search(query, signal) };
  });
}
