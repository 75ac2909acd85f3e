import { Search } from "lucide";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { Person } from "../../worker/protocol.ts";
import { isComposing } from "../browser/composition.ts";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { badgeOf } from "../models/badge.ts";
import { createLookup } from "../models/lookup.ts";
import { nameOf, roomName } from "../models/names.ts";
import { type Destination, destinations } from "../models/switching.ts";
import type { Visits } from "../models/visits.ts";
import { Avatar, RoomAvatar } from "./Avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { focusComposer } from "./message-acts.ts";
import { useModal } from "./use-modal.ts";

const LIST_ID = "switcher-list";
const PEOPLE_ASKED = 8;
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** Goes to a conversation, or begins one with somebody, by a few letters of a name. */
export function Switcher({ visits, onClose }: { visits: Visits; onClose(): void }) {
  const box = useModal();
  const { route } = useLocation();
  const [text, setText] = useState("");
  const [moved, setMoved] = useState<string>();
  const found = useDestinations(text, visits);
  // By what it is, not by where it stands: people who are found later do not change what is chosen.
  const active = Math.max(
    0,
    found.findIndex(({ id }) => id === moved),
  );

  function choose(destination: Destination | undefined): void {
    if (destination === undefined) return;
    // At once: what is below an open dialog cannot take the focus, and the next conversation's composer will want it.
    box.current?.close();
    onClose();
    const address = addresses.room(destination.id);
    if (location.pathname === address) focusComposer();
    else route(address);
  }

  function onKeyDown(event: KeyboardEvent): void {
    // The page below has keys of its own, this one to open the switcher among them.
    event.stopPropagation();
    if (isComposing(event)) return;
    const step = STEPS[event.key];
    if (step !== undefined) setMoved(found[(active + step + found.length) % found.length]?.id);
    else if (event.key === "Enter") choose(found[active]);
    else return;
    event.preventDefault();
  }

  return (
    <dialog
      ref={box}
      class="dialog switcher"
      aria-label={t("switcher.title")}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === box.current && onClose()}
    >
      <div class="switcher-body">
        <div class="search-box">
          <Icon of={Search} size={18} />
          <input
            class="input"
            type="text"
            role="combobox"
            dir="auto"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            enterkeyhint="go"
            aria-label={t("switcher.label")}
            placeholder={t("switcher.placeholder")}
            aria-autocomplete="list"
            aria-expanded={found.length > 0}
            aria-controls={LIST_ID}
            aria-activedescendant={found.length > 0 ? optionId(active) : undefined}
            value={text}
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
              setMoved(undefined);
            }}
          />
        </div>
        <Options found={found} active={active} choose={choose} />
        <p class={found.length > 0 ? "visually-hidden" : "switcher-none"} role="status">
          {found.length > 0 ? t("switcher.found", { count: found.length }) : t("switcher.none", { q: text.trim() })}
        </p>
      </div>
    </dialog>
  );
}

/** What is known at once, and people as the server finds them. */
function useDestinations(text: string, visits: Visits): readonly Destination[] {
  const { api } = useApp();
  const { rooms, room, me } = useChat();
  const lookup = useMemo(() => createLookup((q, signal) => api.findPeople(q, { limit: PEOPLE_ASKED, signal })), [api]);
  useEffect(() => lookup.close, [lookup]);
  useEffect(() => lookup.ask(text), [lookup, text]);
  const state = lookup.state.value;
  const people: readonly Person[] =
    state.kind === "found" ? state.value : state.kind === "loading" ? (state.last ?? []) : [];
  const known = {
    rooms: rooms.list.value ?? [],
    visits: useMemo(() => visits.list(), [visits]),
    here: room.value?.roomId,
    userId: me.id,
  };
  return destinations(known, text, people);
}

interface OptionsProps {
  found: readonly Destination[];
  active: number;
  choose(destination: Destination): void;
}

function Options({ found, active, choose }: OptionsProps) {
  useEffect(() => {
    document.getElementById(optionId(active))?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div id={LIST_ID} class="switcher-list" role="listbox" tabIndex={-1} aria-label={t("switcher.list")}>
      {found.map((destination, place) => (
        <button
          type="button"
          key={destination.id}
          id={optionId(place)}
          class="suggestion"
          role="option"
          aria-selected={place === active}
          tabIndex={-1}
          // The field keeps the focus; a phone would take its keyboard away and move what is under the finger.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(destination)}
        >
          <Face destination={destination} />
        </button>
      ))}
    </div>
  );
}

function Face({ destination }: { destination: Destination }) {
  if (destination.kind === "person") {
    return (
      <>
        <Avatar person={destination.person} size="small" />
        <span class="person-text">
          <bdi class="person-name">{nameOf(destination.person)}</bdi>
          <span class="person-handle">{t("switcher.person")}</span>
        </span>
      </>
    );
  }
  const { room } = destination;
  const badge = badgeOf(room);
  return (
    <>
      <RoomAvatar room={room} size="small" />
      <bdi class="person-name">{roomName(room)}</bdi>
      {badge !== undefined && (
        <span class={`badge ${badge.mentions > 0 ? "is-mention" : badge.isQuiet ? "is-quiet" : ""}`}>
          <span aria-hidden="true">{badge.unread > 99 ? "99+" : badge.unread}</span>
          <span class="visually-hidden">{t("rooms.unread", { count: badge.unread })}</span>
        </span>
      )}
    </>
  );
}

function optionId(place: number): string {
  return `switcher-option-${place}`;
}
