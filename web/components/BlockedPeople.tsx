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
  const setBlocked = useBlocking();
  const attempt = useAttempt();
  const people = blocks.people.value;
  return (
    <section class="form-part">
      <h2 class="form-title" tabIndex={-1}>
        {t("blocks.title")}
      </h2>
      <p class="field-hint">{t(people?.length === 0 ? "blocks.none" : "blocks.body")}</p>
      <FormFault text={attempt.fault} />
      <ul class="members">
        {people?.map((person) => (
          <BlockedPerson
            key={person.id}
            person={person}
            onUnblock={() =>
              void attempt.run(() => setBlocked(person, false), t("blocks.unblocked", { name: nameOf(person) }))
            }
          />
        ))}
      </ul>
    </section>
  );
}

function BlockedPerson({ person, onUnblock }: { person: Person; onUnblock(): void }) {
  const name = nameOf(person);
  return (
    <li class="member">
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
      <button type="button" class="button small" aria-label={t("blocks.unblockNamed", { name })} onClick={onUnblock}>
        {t("blocks.unblock")}
      </button>
    </li>
  );
}
