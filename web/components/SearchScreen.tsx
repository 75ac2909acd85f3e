import { Search, SearchX, X } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { searchMessages } from "../client/search-api.ts";
import { t, tError, tParts } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import type { LookupState } from "../models/lookup.ts";
import { roomName } from "../models/names.ts";
import { createSearch, type Search as Find, type SearchOutcome } from "../models/search.ts";
import { type ParsedSearch, parseSearch, type SearchFault } from "../models/search-query.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { Notice } from "./Notice.tsx";
import { PaneHeader } from "./PaneHeader.tsx";
import { SearchField } from "./SearchField.tsx";
import { SearchHelp } from "./SearchHelp.tsx";
import { foundText, SearchHits } from "./SearchHits.tsx";
import { ListSkeleton } from "./Skeleton.tsx";
import { useTitle } from "./use-title.ts";

export function SearchScreen() {
  const { query } = useLocation();
  const q = query["q"] ?? "";
  const roomId = query["room"];
  const input = useRef<HTMLInputElement>(null);
  useTitle(t("search.title"));
  const parsed = useMemo(() => parseSearch(q, Date.now()), [q]);
  const { state, askNow } = useSearch(q, roomId, parsed);
  const address = useAddress(q, roomId);
  const help = (
    <SearchHelp
      onPick={(operator) => {
        address.write(`${q} ${operator}`.trim());
        input.current?.focus();
      }}
    />
  );
  return (
    <section class="screen">
      <PaneHeader title={t("search.title")} back={roomId === undefined ? undefined : addresses.room(roomId)} />
      <SearchField
        input={input}
        placeholder={t(roomId === undefined ? "search.placeholder" : "search.placeholderRoom")}
        value={q}
        faults={[...parsed.faults, ...faultsIn(state, q)]}
        onValue={address.write}
        onEnter={() => {
          address.keep();
          askNow();
        }}
      />
      {/* The text is the more exact of the two; without its in: this counts again. */}
      {roomId !== undefined && parsed.parameters.in === undefined && <RoomFilter roomId={roomId} q={q} />}
      <div class="results">
        <Results key={`${q} ${roomId}`} state={state} help={help} />
      </div>
    </section>
  );
}

/** Nothing is asked while a part of the text is not understood; what was found stays while somebody is about to say it. */
function useSearch(q: string, roomId: string | undefined, { parameters, faults }: ParsedSearch) {
  const { api, http, announcer } = useApp();
  const chat = useChat();
  // One for each place that is searched in: the same words there are another question.
  const lookup = useMemo(() => {
    const search: Find = (query, signal) => searchMessages(http, query, signal);
    return createSearch({ search, findPeople: api.findPeople }, chat, roomId);
  }, [api, http, chat, roomId]);
  useEffect(() => lookup.close, [lookup]);
  const hasNames = chat.rooms.list.value !== undefined || (parameters.from ?? parameters.in) === undefined;
  const asked = faults.length === 0 ? q : "";
  useEffect(() => {
    if (hasNames && (faults.length === 0 || faults.some(({ isUnfinished }) => !isUnfinished))) lookup.ask(asked);
  }, [lookup, asked, faults, hasNames]);
  const state = lookup.state.value;
  useEffect(() => {
    if (state.kind === "failed") announcer.say(tError(state.error.code));
    if (state.kind !== "found" || state.value.kind !== "page") return;
    const { hits, cursor } = state.value.page;
    announcer.say(foundText(hits.length, cursor !== undefined));
  }, [state]);
  const isWaiting = !hasNames && asked !== "" && state.kind === "idle";
  return {
    state: isWaiting ? ({ kind: "loading" } as const) : state,
    askNow: () => {
      if (hasNames && faults.length === 0) lookup.ask(q, true);
    },
  };
}

/** The address holds the whole text. Typing changes it in place; where one has come to, and what one has submitted, stays behind. */
function useAddress(q: string, roomId: string | undefined) {
  const { route } = useLocation();
  const typed = useRef<string | undefined>(undefined);
  return {
    write: (text: string) => {
      const isChangedInPlace = typed.current === q || q === "";
      typed.current = text;
      route(addresses.search(text, roomId), isChangedInPlace);
    },
    keep: () => {
      typed.current = undefined;
    },
  };
}

/** Those of this text, not of what stood there before. */
function faultsIn(state: LookupState<SearchOutcome>, q: string): readonly SearchFault[] {
  if (state.kind !== "found" || state.value.kind !== "faults" || state.value.text !== q.trim()) return [];
  return state.value.faults;
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

function Results({ state, help }: { state: LookupState<SearchOutcome>; help: ComponentChildren }) {
  if (state.kind === "failed") return <p class="form-fault">{tError(state.error.code)}</p>;
  const outcome = state.kind === "found" ? state.value : state.kind === "loading" ? state.last : undefined;
  if (state.kind === "idle" || outcome?.kind === "faults") {
    return (
      <Notice level="h2" icon={Search} title={t("search.title")}>
        {help}
      </Notice>
    );
  }
  if (outcome === undefined) return <ListSkeleton />;
  const { text, page, query } = outcome;
  if (page.hits.length > 0) return <SearchHits key={page.hits[0]?.message.id} first={page} query={query} />;
  if (state.kind === "loading") return <ListSkeleton />;
  return (
    <Notice level="h2" icon={SearchX} title={t("search.none", { q: text })}>
      {t("search.noneHint")}
    </Notice>
  );
}
