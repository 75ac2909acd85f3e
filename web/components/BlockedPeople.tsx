import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { Person } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { nameOf } from "../models/names.ts";
import { Avatar } from "./Avatar.tsx";
import { useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useBlocking } from "./use-blocking.ts";

/** Whom one has blocked, each with the way back. */
export function BlockedPeople() {
  const { blocks } = useChat();
  const title = useRef<HTMLHeadingElement>(null);
  const people = blocks.people.value;
  return (
    <section class="form-part">
      <h2 ref={title} class="form-title" tabIndex={-1}>
        {t("blocks.title")}
      </h2>
      <p class="field-hint">{t(people?.length === 0 ? "blocks.none" : "blocks.body")}</p>
      <ul class="members">
        {people?.map((person) => (
          <BlockedPerson key={person.id} person={person} title={title} />
        ))}
      </ul>
    </section>
  );
}

function BlockedPerson({ person, title }: { person: Person; title: RefObject<HTMLElement | null> }) {
  const setBlocked = useBlocking();
  const attempt = useAttempt();
  const row = useRef<HTMLLIElement>(null);
  const name = nameOf(person);
  async function unblock(): Promise<void> {
    if (!(await attempt.run(() => setBlocked(person, false), t("blocks.unblocked", { name })))) return;
    // The button is gone, or will be in a moment. Whoever has gone on stays where they are.
    const { activeElement } = document;
    if (activeElement === document.body || row.current?.contains(activeElement)) title.current?.focus();
  }
  return (
    <li ref={row} class="member">
      <Avatar person={person} size="small" />
      <div class="person-text">
        <a class="person-name" href={addresses.person(person.id)}>
          <bdi>{name}</bdi>
        </a>
        {person.username !== null && (
          <span class="person-handle" dir="ltr">
            @{person.username}
          </span>
        )}
      </div>
      <button
        type="button"
        class="button small"
        aria-label={t("blocks.unblockNamed", { name })}
        aria-busy={attempt.isBusy}
        onClick={() => void unblock()}
      >
        {t("blocks.unblock")}
      </button>
      <FormFault text={attempt.fault} />
    </li>
  );
}
