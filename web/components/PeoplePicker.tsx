import { X } from "lucide";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import type { Person } from "../../worker/protocol.ts";
import { t, tError } from "../i18n/translate.ts";
import { createLookup, type LookupState } from "../models/lookup.ts";
import { nameOf } from "../models/names.ts";
import { Avatar } from "./Avatar.tsx";
import { useApp } from "./context.ts";
import { Icon } from "./Icon.tsx";

interface Props {
  label: string;
  chosen: readonly Person[];
  /** Not to be offered: whoever is there already. */
  without: ReadonlySet<string>;
  onChosen(people: readonly Person[]): void;
}

// What fits beside a form without pushing the rest of it out of sight.
const SHOWN = 8;

/** People found by name and ticked; the chosen ones stay above, whatever is searched for next. */
export function PeoplePicker({ label, chosen, without, onChosen }: Props) {
  const { api, announcer } = useApp();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  // More than are shown: some of them may be there already.
  const lookup = useMemo(() => createLookup((q, signal) => api.findPeople(q, { limit: 3 * SHOWN, signal })), [api]);
  useEffect(() => lookup.close, [lookup]);
  const state = lookup.state.value;
  const found = foundIn(state)
    ?.filter((person) => !without.has(person.id))
    .slice(0, SHOWN);
  useEffect(() => {
    if (state.kind === "found") announcer.say(t("people.found", { count: found?.length ?? 0 }));
    if (state.kind === "failed") announcer.say(tError(state.error.code));
  }, [state]);
  const isChosen = (person: Person) => chosen.some((each) => each.id === person.id);
  const drop = (person: Person) => onChosen(chosen.filter((each) => each.id !== person.id));
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {chosen.length > 0 && (
        <ul class="picker-chosen">
          {chosen.map((person) => (
            <li key={person.id} class="chip">
              <bdi>{nameOf(person)}</bdi>
              <button
                type="button"
                class="chip-remove picker-remove"
                aria-label={t("groups.pick.remove", { name: nameOf(person) })}
                onClick={() => {
                  drop(person);
                  input.current?.focus();
                }}
              >
                <Icon of={X} size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        id={id}
        class="input"
        type="search"
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        placeholder={t("people.placeholder")}
        value={text}
        onKeyDown={(event) => {
          // It is a search inside a form: Enter must not send the form.
          if (event.key === "Enter") event.preventDefault();
        }}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          lookup.ask(currentTarget.value);
        }}
      />
      {state.kind === "failed" && <p class="field-fault">{tError(state.error.code)}</p>}
      {found?.length === 0 && state.kind === "found" && <p class="field-hint">{t("groups.pick.none")}</p>}
      {found !== undefined && found.length > 0 && (
        <ul class="picker-found" aria-label={t("groups.pick.found")}>
          {found.map((person) => (
            <li key={person.id}>
              <label class="pick">
                <input
                  type="checkbox"
                  checked={isChosen(person)}
                  onChange={() => (isChosen(person) ? drop(person) : onChosen([...chosen, person]))}
                />
                <Avatar person={person} size="small" />
                <span class="person-text">
                  <bdi class="person-name">{nameOf(person)}</bdi>
                  <bdi class="person-handle" dir="ltr">
                    @{person.username}
                  </bdi>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function foundIn(state: LookupState<readonly Person[]>): readonly Person[] | undefined {
  if (state.kind === "found") return state.value;
  return state.kind === "loading" ? state.last : undefined;
}
