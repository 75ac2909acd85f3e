import { SearchPage } from "../../worker/protocol.ts";
import type { Http } from "./http.ts";

export interface SearchQuery {
  q?: string;
  room?: string;
  from?: string;
  /** Only messages with an address of the web in them. */
  has?: "link";
  /** Only messages that mention the caller. */
  mentions?: "me";
  /** Milliseconds since the epoch. */
  before?: number;
  after?: number;
  limit?: number;
  /** From the page before this one. */
  cursor?: string;
}

/** Messages of the caller's rooms, newest first. Rejects with `ApiError`. */
export function searchMessages(http: Http, query: SearchQuery, signal?: AbortSignal): Promise<SearchPage> {
  return http("/api/search", SearchPage, { query: { ...query }, signal });
}
