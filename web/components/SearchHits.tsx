import { useEffect, useState } from "preact/hooks";
import type { SearchHit, SearchPage } from "../../worker/protocol.ts";
import { asApiError } from "../client/api-error.ts";
import { type SearchQuery, searchMessages } from "../client/search-api.ts";
import { exactTimeOf, shortTimeOf } from "../i18n/dates.ts";
import { t, tError, tParts } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { nameOf, roomName } from "../models/names.ts";
import { Avatar } from "./Avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";

/** `first` is the first page of what `query` finds; the others are fetched as one asks for them. */
export function SearchHits({ first, query }: { first: SearchPage; query: SearchQuery }) {
  const { http } = useApp();
  const [page, setPage] = useState(first);
  const [fault, setFault] = useState<string>();
  useEffect(() => setPage(first), [first]);

  async function more(): Promise<void> {
    try {
      const next = await searchMessages(http, { ...query, cursor: page.cursor });
      setPage({ hits: [...page.hits, ...next.hits], cursor: next.cursor });
      setFault(undefined);
    } catch (thrown) {
      setFault(tError(asApiError(thrown).code));
    }
  }

  return (
    <>
      <p class="results-count">{foundText(page.hits.length, page.cursor !== undefined)}</p>
      <ul class="hits">
        {page.hits.map((hit) => (
          <Hit key={`${hit.message.room}/${hit.message.seq}`} hit={hit} />
        ))}
      </ul>
      <FormFault text={fault} />
      {page.cursor !== undefined && (
        <button type="button" class="button" onClick={() => void more()}>
          {t("search.more")}
        </button>
      )}
    </>
  );
}

function Hit({ hit }: { hit: SearchHit }) {
  const { rooms } = useChat();
  const { message } = hit;
  const room = rooms.list.value?.find(({ id }) => id === message.room);
  return (
    <li>
      <a class="hit" href={addresses.message(message.room, message.seq)}>
        <Avatar person={message.from} />
        <span class="hit-text">
          <span class="hit-head">
            <bdi class="person-name">{nameOf(message.from)}</bdi>
            {room !== undefined && (
              <span class="hit-room">{tParts("search.in", { room: <bdi>{roomName(room)}</bdi> })}</span>
            )}
            <time class="hit-time" title={exactTimeOf(message.at)}>
              {shortTimeOf(message.at)}
            </time>
          </span>
          <span class="hit-snippet" dir="auto">
            <Snippet hit={hit} />
          </span>
        </span>
      </a>
    </li>
  );
}

/** The marks are `[start, end)` in UTF-16 units, ascending. */
function Snippet({ hit: { snippet, marks } }: { hit: SearchHit }) {
  let from = 0;
  const pieces = marks.flatMap(([start, end]) => {
    const before = snippet.slice(from, start);
    from = end;
    return [before, <mark key={start}>{snippet.slice(start, end)}</mark>];
  });
  return (
    <>
      {pieces}
      {snippet.slice(from)}
    </>
  );
}

/** How many were found, in words. */
export function foundText(count: number, hasMore: boolean): string {
  return hasMore ? t("search.foundMore", { count }) : t("search.found", { count });
}
