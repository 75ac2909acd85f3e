import { Search, UserRoundSearch, UsersRound } from "lucide";
import { useEffect, useMemo } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { directRoomId, type Person } from "../../worker/protocol.ts";
import { t, tError } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { createLookup, type LookupState } from "../models/lookup.ts";
import { nameOf } from "../models/names.ts";
import { Avatar } from "./Avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { Notice } from "./Notice.tsx";
import { PaneHeader } from "./PaneHeader.tsx";
import { SearchBox } from "./SearchBox.tsx";
import { ListSkeleton } from "./Skeleton.tsx";
import { useTitle } from "./use-title.ts";

// More than fit on a screen: whoever is not among them is found by typing on.
const SHOWN = 30;

export function PeopleScreen() {
  const { api, announcer } = useApp();
  const { query, route } = useLocation();
  const q = query["q"] ?? "";
  useTitle(t("people.title"));
  const lookup = useMemo(() => createLookup((text, signal) => api.findPeople(text, { limit: SHOWN, signal })), [api]);
  useEffect(() => lookup.close, [lookup]);
  useEffect(() => lookup.ask(q), [lookup, q]);
  const state = lookup.state.value;
  useEffect(() => {
    if (state.kind === "found") announcer.say(t("people.found", { count: state.value.length }));
    if (state.kind === "failed") announcer.say(tError(state.error.code));
  }, [state]);
  return (
    <section class="screen">
      <PaneHeader title={t("people.title")} />
      <SearchBox
        label={t("people.label")}
        placeholder={t("people.placeholder")}
        value={q}
        icon={Search}
        onValue={(text) => route(addresses.people(text), true)}
        onEnter={() => lookup.ask(q, true)}
      />
      <div class="results">
        <Results state={state} q={q.trim()} />
      </div>
    </section>
  );
}

function Results({ state, q }: { state: LookupState<readonly Person[]>; q: string }) {
  if (state.kind === "idle") {
    return (
      <Notice level="h2" icon={UsersRound} title={t("people.title")}>
        {t("people.idle")}
      </Notice>
    );
  }
  if (state.kind === "failed") return <p class="form-fault">{tError(state.error.code)}</p>;
  const people = state.kind === "found" ? state.value : state.last;
  if (people === undefined) return <ListSkeleton />;
  if (people.length === 0) {
    if (state.kind === "loading") return <ListSkeleton />;
    return (
      <Notice level="h2" icon={UserRoundSearch} title={t("people.none", { q })}>
        {t("people.noneHint")}
      </Notice>
    );
  }
  return (
    <ul class="people">
      {people.map((person) => (
        <PersonRow key={person.id} person={person} />
      ))}
    </ul>
  );
}

function PersonRow({ person }: { person: Person }) {
  const { me } = useChat();
  const isMe = person.id === me.id;
  return (
    <li>
      <a class="person-link" href={isMe ? addresses.profile : addresses.room(directRoomId(me.id, person.id))}>
        <Avatar person={person} />
        <span class="person-text">
          <bdi class="person-name">{nameOf(person)}</bdi>
          <span class="person-handle">{isMe ? t("people.you") : <bdi dir="ltr">@{person.username}</bdi>}</span>
        </span>
      </a>
    </li>
  );
}
