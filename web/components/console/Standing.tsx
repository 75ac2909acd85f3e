import type { PersonRecord } from "../../../worker/protocol.ts";
import { t } from "../../i18n/translate.ts";

/** What is out of the ordinary about somebody, in a word or two each. */
export function Standing({ person }: { person: PersonRecord }) {
  const { role, bannedAt, timeoutUntil, isBeingPurged } = person;
  return (
    <span class="standing">
      {role !== "member" && <span class="tag">{t(`role.${role}`)}</span>}
      {bannedAt !== undefined && <span class="tag is-banned">{t("standing.banned")}</span>}
      {timeoutUntil !== undefined && <span class="tag is-slowed">{t("standing.timedOut")}</span>}
      {isBeingPurged && <span class="tag is-slowed">{t("standing.purging")}</span>}
    </span>
  );
}
