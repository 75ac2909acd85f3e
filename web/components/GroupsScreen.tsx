import { Plus, Search, UsersRound } from "lucide";
import { useEffect, useMemo } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { GroupPreview } from "../../worker/protocol.ts";
import { t, tError } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { createLookup, type LookupState } from "../models/lookup.ts";
import { GroupAvatar } from "./Avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { Icon } from "./Icon.tsx";
import { Notice } from "./Notice.tsx";
import { PaneHeader } from "./PaneHeader.tsx";
import { SearchBox } from "./SearchBox.tsx";
import { ListSkeleton } from "./Skeleton.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useGroups } from "./use-groups.ts";
import { useTitle } from "./use-title.ts";

/** `/groups`: public groups, the largest first until something is searched for. */
export function GroupsScreen() {
  const { announcer } = useApp();
  const groups = useGroups();
  const { query, route } = useLocation();
  const q = query["q"] ?? "";
  useTitle(t("groups.browse"));
  const lookup = useMemo(
    () => createLookup((text, signal) => groups.find(text, signal), { asksEmpty: true }),
    [groups],
  );
  useEffect(() => lookup.close, [lookup]);
  useEffect(() => lookup.ask(q), [lookup, q]);
  const state = lookup.state.value;
  useEffect(() => {
    if (state.kind === "found") announcer.say(t("groups.found", { count: state.value.length }));
    if (state.kind === "failed") announcer.say(tError(state.error.code));
  }, [state]);
  return (
    <section class="screen">
      <PaneHeader title={t("groups.browse")}>
        <a class="button small" href={addresses.newGroup}>
          <Icon of={Plus} size={16} />
          {t("groups.new")}
        </a>
      </PaneHeader>
      <SearchBox
        label={t("groups.search")}
        placeholder={t("groups.search")}
        value={q}
        icon={Search}
        onValue={(text) => route(addresses.groups(text), true)}
        onEnter={() => lookup.ask(q, true)}
      />
      <div class="results">
        <Results state={state} q={q.trim()} />
      </div>
    </section>
  );
}

function Results({ state, q }: { state: LookupState<readonly GroupPreview[]>; q: string }) {
  if (state.kind === "failed") return <p class="form-fault">{tError(state.error.code)}</p>;
  const found = state.kind === "found" ? state.value : state.kind === "loading" ? state.last : undefined;
  if (found === undefined || (found.length === 0 && state.kind === "loading")) return <ListSkeleton />;
  if (found.length === 0) {
    return (
      <Notice
        level="h2"
        icon={UsersRound}
        title={q === "" ? t("groups.noneYet") : t("groups.none", { q })}
        actions={
          <a class="button primary" href={addresses.newGroup}>
            {t("groups.new")}
          </a>
        }
      >
        {t("groups.noneHint")}
      </Notice>
    );
  }
  return (
    <ul class="people">
      {found.map((group) => (
        <GroupRow key={group.id} group={group} />
      ))}
    </ul>
  );
}

function GroupRow({ group }: { group: GroupPreview }) {
  const chat = useChat();
  const groups = useGroups();
  const { route } = useLocation();
  const attempt = useAttempt();
  const isMember = chat.rooms.get(group.id) !== undefined || (group.isMember && !chat.rooms.isLost(group.id));
  const join = () =>
    attempt.run(async () => {
      await groups.setMember(group.id, chat.me.id);
      chat.noteRoom(await groups.details(group.id));
      route(addresses.room(group.id));
    });
  return (
    <li class="group-row">
      <GroupAvatar group={group} />
      <div class="person-text">
        <h2 class="person-name">
          <bdi>{group.name}</bdi>
        </h2>
        <p class="person-handle">{t("room.members", { count: group.memberCount })}</p>
        {group.topic && (
          <p class="group-topic" dir="auto">
            {group.topic}
          </p>
        )}
        <FormFault text={attempt.fault} />
      </div>
      {isMember ? (
        <a
          class="button small"
          href={addresses.room(group.id)}
          aria-label={t("groups.openNamed", { name: group.name })}
        >
          {t("groups.open")}
        </a>
      ) : (
        <button
          type="button"
          class="button small primary"
          aria-busy={attempt.isBusy}
          aria-label={t("groups.joinNamed", { name: group.name })}
          onClick={() => void join()}
        >
          {t("groups.join")}
        </button>
      )}
    </li>
  );
}
