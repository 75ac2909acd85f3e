import { useEffect, useRef } from "preact/hooks";
import type { Me, PersonRecord } from "../../../worker/protocol.ts";
import { dateOf, exactTimeOf } from "../../i18n/dates.ts";
import { t } from "../../i18n/translate.ts";
import { addresses } from "../../models/addresses.ts";
import { nameOf } from "../../models/names.ts";
import { isAbove, mayAdminister } from "../../models/ranks.ts";
import { Avatar } from "../Avatar.tsx";
import { ListSkeleton } from "../Skeleton.tsx";
import { useTitle } from "../use-title.ts";
import { AuditList } from "./AuditList.tsx";
import { Failure } from "./PagedList.tsx";
import { PersonActions } from "./PersonActions.tsx";
import { PersonKeys } from "./PersonKeys.tsx";
import { Standing } from "./Standing.tsx";
import { type Asked, useAsked } from "./use-asked.ts";
import { useStaff } from "./use-staff.ts";

// Five hundred messages are gone in a few seconds, a hundred thousand in minutes; nobody has to look for it themself.
const LOOK_AGAIN_MS = 2_000;
const SLOWER_EACH_TIME = 1.3;
const LOOK_AGAIN_AT_MOST_MS = 30_000;

/** Somebody as those see them who look after the community, and what can be done about them. */
export function PersonPage({ userId, me }: { userId: string; me: Me }) {
  const staff = useStaff();
  const asked = useAsked(() => staff.person(userId), userId);
  const { answer: person, fault } = asked;
  useTitle(person === undefined ? t("console.people") : nameOf(person));
  useLookingAgain(asked);
  if (fault !== undefined && person === undefined) return <Failure fault={fault} again={() => void asked.again()} />;
  if (person === undefined) return <ListSkeleton rows={2} />;
  return (
    <div class="console-body">
      {/* What is shown is as it was before. */}
      {fault !== undefined && <Failure fault={fault} again={() => void asked.again()} />}
      <Card person={person} />
      <About person={person} me={me} asked={asked} />
      <section class="console-part">
        <h2 class="details-title">{t("consolePeople.history")}</h2>
        {/* Made anew where something was done: it is in the log then. */}
        <AuditList key={standingOf(person)} userId={userId} action="" />
      </section>
    </div>
  );
}

/** As long as somebody's messages are being taken out, and somebody looks at it; not after a refusal, which would be the next answer too. */
function useLookingAgain({ answer: person, fault, again }: Asked<PersonRecord>): void {
  const looks = useRef(0);
  const isDue = person?.isBeingPurged === true && fault === undefined;
  useEffect(() => {
    if (!isDue) {
      looks.current = 0;
      return;
    }
    const look = () => {
      if (document.visibilityState === "visible") void again();
      else document.addEventListener("visibilitychange", look, { once: true });
    };
    const pause = Math.min(LOOK_AGAIN_AT_MOST_MS, LOOK_AGAIN_MS * SLOWER_EACH_TIME ** looks.current++);
    const timer = setTimeout(look, pause);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [person, isDue]);
}

function standingOf({ role, bannedAt, timeoutUntil, isBeingPurged }: PersonRecord): string {
  return [role, bannedAt, timeoutUntil, isBeingPurged].join();
}

function Card({ person }: { person: PersonRecord }) {
  return (
    <div class="profile-card">
      <Avatar person={person} size="large" />
      <div>
        <h2 class="profile-name">
          <bdi>{nameOf(person)}</bdi>
        </h2>
        <p class="person-handle" dir="ltr">
          @{person.username}
        </p>
        <p class="console-sub">
          {t("consolePeople.since", { date: dateOf(person.createdAt) })}{" "}
          <a class="console-link" href={addresses.person(person.id)}>
            {t("consolePeople.profile")}
          </a>
        </p>
        <Standing person={person} />
      </div>
    </div>
  );
}

function About({ person, me, asked }: { person: PersonRecord; me: Me; asked: Asked<PersonRecord> }) {
  const { bannedAt, timeoutUntil, isBeingPurged } = person;
  const mayAct = isAbove(me, person);
  return (
    <section class="console-part">
      <div role="status">
        {bannedAt !== undefined && <p>{t("consolePeople.bannedSince", { time: exactTimeOf(bannedAt) })}</p>}
        {timeoutUntil !== undefined && <p>{t("consolePeople.timedOutUntil", { time: exactTimeOf(timeoutUntil) })}</p>}
        {isBeingPurged && <p>{t("consolePeople.purging")}</p>}
      </div>
      {mayAct ? (
        <>
          <PersonActions person={person} onDone={asked.again} />
          {mayAdminister(me) && <PersonKeys person={person} me={me} onDone={asked.again} />}
        </>
      ) : (
        <p class="console-sub">{t(person.id === me.id ? "consolePeople.you" : "consolePeople.notBelow")}</p>
      )}
    </section>
  );
}
