import "../i18n/en-screens.ts";
import { Search, SearchX, X } from "lucide";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { SearchHit, SearchPage } from "../../worker/protocol.ts";
import { asApiError } from "../client/api-error.ts";
import { exactTimeOf, shortTimeOf } from "../i18n/dates.ts";
import { t, tError, tParts } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { createLookup, type LookupState } from "../models/lookup.ts";
import { nameOf, roomName } from "../models/names.ts";
import { Avatar } from "./Avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { Notice } from "./Notice.tsx";
import { PaneHeader } from "./PaneHeader.tsx";
import { SearchBox } from "./SearchBox.tsx";
import { ListSkeleton } from "./Skeleton.tsx";
import { useTitle } from "./use-title.ts";

export function SearchScreen() {
  const { api, announcer } = useApp();
  const { query, route } = useLocation();
  const q = query["q"] ?? "";
  const roomId = query["room"];
  useTitle(t("search.title"));
  // One for each place that is searched in: the same words there are another question.
  const lookup = useMemo(
    () => createLookup<SearchPage>((text, signal) => api.search({ q: text, room: roomId }, signal)),
    [api, roomId],
  );
  useEffect(() => lookup.close, [lookup]);
  useEffect(() => lookup.ask(q), [lookup, q]);
  const state = lookup.state.value;
  useEffect(() => {
    if (state.kind === "found") announcer.say(foundText(state.value.hits.length, state.value.cursor !== undefined));
  }, [state]);
  return (
    <section class="screen">
      <PaneHeader title={t("search.title")} back={roomId === undefined ? undefined : addresses.room(roomId)} />
      <SearchBox
        label={t("search.label")}
        placeholder={t(roomId === undefined ? "search.placeholder" : "search.placeholderRoom")}
        value={q}
        icon={Search}
        onValue={(text) => route(addresses.search(text, roomId), true)}
        onEnter={() => lookup.ask(q, true)}
      />
      {roomId !== undefined && <RoomFilter roomId={roomId} q={q} />}
      <div class="results">
        <Results key={`${q} ${roomId}`} state={state} q={q} roomId={roomId} />
      </div>
    </section>
  );
}

function RoomFilter({ roomId, q }: { roomId: string; q: string }) {
  const { rooms } = useChat();
  const room = rooms.list.value?.find(({ id }) => id === roomId);
  return (
    <p class="filter">
      <span class="chip">
        {tParts("search.in", { room: <bdi>{room === undefined ? "…" : roomName(room)}</bdi> })}
        <a class="chip-remove" href={addresses.search(q)} aria-label={t("search.everywhere")}>
          <Icon of={X} size={16} />
        </a>
      </span>
    </p>
  );
}

function Results({ state, q, roomId }: { state: LookupState<SearchPage>; q: string; roomId: string | undefined }) {
  if (state.kind === "idle") {
    return (
      <Notice level="h2" icon={Search} title={t("search.title")}>
        {t("search.idle")}
      </Notice>
    );
  }
  if (state.kind === "failed") return <p class="form-fault">{tError(state.error.code)}</p>;
  const page = state.kind === "found" ? state.value : state.last;
  if (page === undefined) return <ListSkeleton />;
  if (page.hits.length === 0) {
    if (state.kind === "loading") return <ListSkeleton />;
    return (
      <Notice level="h2" icon={SearchX} title={t("search.none", { q })}>
        {t("search.noneHint")}
      </Notice>
    );
  }
  return <Hits key={page.hits[0]?.message.id} first={page} q={q} roomId={roomId} />;
}

function Hits({ first, q, roomId }: { first: SearchPage; q: string; roomId: string | undefined }) {
  const { api } = useApp();
  const [page, setPage] = useState(first);
  const [fault, setFault] = useState<string>();
  useEffect(() => setPage(first), [first]);

  async function more(): Promise<void> {
    try {
      const next = await api.search({ q, room: roomId, cursor: page.cursor });
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
      {fault !== undefined && <p class="form-fault">{fault}</p>}
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

function foundText(count: number, hasMore: boolean): string {
  return hasMore ? t("search.foundMore", { count }) : t("search.found", { count });
}
