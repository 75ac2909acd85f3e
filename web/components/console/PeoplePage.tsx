import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { PersonRecord } from "../../../worker/protocol.ts";
import { t } from "../../i18n/translate.ts";
import { consoleAddresses } from "../../models/console-addresses.ts";
import { nameOf } from "../../models/names.ts";
import { createPaged } from "../../models/paged.ts";
import { Avatar } from "../Avatar.tsx";
import { PagedList } from "./PagedList.tsx";
import { Standing } from "./Standing.tsx";
import { useStaff } from "./use-staff.ts";

const ONLY = ["", "banned", "timed_out", "staff"] as const;
// Typing goes on without an answer for each letter.
const PAUSE_MS = 250;

/** Everybody, by username; the address holds what is looked for. */
export function PeoplePage() {
  const staff = useStaff();
  const { query, route } = useLocation();
  const q = query["q"] ?? "";
  const only = ONLY.find((each) => each === query["only"]) ?? "";
  const [text, setText] = useState(q);
  /** What this page has last made of the address, or found there. */
  const looked = useRef(q);
  const look = (next: { text?: string; only?: string }) => {
    looked.current = next.text ?? text;
    route(addressOf(looked.current, next.only ?? only), true);
  };
  useEffect(() => {
    // The address has become another by itself, as by the link to all people.
    if (looked.current !== q) {
      looked.current = q;
      setText(q);
    } else if (text !== q) {
      const timer = setTimeout(() => look({ text }), PAUSE_MS);
      return () => clearTimeout(timer);
    }
  }, [text, q, only]);
  const list = useMemo(
    () =>
      createPaged(async (cursor) => {
        const answer = await staff.people({ q, only: only === "" ? undefined : only, cursor });
        return { items: answer.people, cursor: answer.cursor };
      }),
    [staff, q, only],
  );
  return (
    <div class="console-body">
      <div class="console-filter">
        <input
          class="input"
          type="search"
          dir="auto"
          autocomplete="off"
          aria-label={t("consolePeople.find")}
          placeholder={t("consolePeople.find")}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <select
          class="select"
          aria-label={t("consolePeople.which")}
          value={only}
          onChange={({ currentTarget }) => look({ only: currentTarget.value })}
        >
          {ONLY.map((each) => (
            <option key={each} value={each}>
              {t(`consolePeople.${each === "" ? "everybody" : each}`)}
            </option>
          ))}
        </select>
      </div>
      <PagedList list={list} label={t("console.people")} empty={t("consolePeople.none")}>
        {(person) => <Row key={person.id} person={person} />}
      </PagedList>
    </div>
  );
}

function addressOf(q: string, only: string): string {
  const given = new URLSearchParams(Object.entries({ q, only }).filter(([, value]) => value !== ""));
  return given.size === 0 ? consoleAddresses.page("people") : `${consoleAddresses.page("people")}?${given}`;
}

function Row({ person }: { person: PersonRecord }) {
  return (
    <li>
      <a class="person-link" href={consoleAddresses.person(person.id)}>
        <Avatar person={person} />
        <span class="person-text">
          <bdi class="person-name">{nameOf(person)}</bdi>
          <span class="person-handle" dir="ltr">
            @{person.username}
          </span>
        </span>
        <Standing person={person} />
      </a>
    </li>
  );
}
