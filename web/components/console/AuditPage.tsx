import { useLocation } from "preact-iso/router";
import { AUDIT_ACTIONS, SECURITY_EVENTS } from "../../../worker/protocol.ts";
import { t, tParts } from "../../i18n/translate.ts";
import { consoleAddresses } from "../../models/console-addresses.ts";
import { mayAdminister } from "../../models/ranks.ts";
import { useChat } from "../context.ts";
import { AuditList } from "./AuditList.tsx";
import { PersonLink } from "./PersonLink.tsx";
import { useAsked } from "./use-asked.ts";
import { useStaff } from "./use-staff.ts";

/** What was done, the latest first; the address holds whom and what one looks for. */
export function AuditPage() {
  const { me } = useChat();
  const { query, route } = useLocation();
  const userId = query["userId"] ?? "";
  const action = AUDIT_ACTIONS.find((each) => each === query["action"]) ?? "";
  const actions = mayAdminister(me) ? AUDIT_ACTIONS : AUDIT_ACTIONS.filter((each) => !SECURITY_EVENTS.includes(each));
  return (
    <div class="console-body">
      <div class="console-filter">
        <select
          class="select"
          aria-label={t("audit.which")}
          value={action}
          onChange={({ currentTarget }) => route(auditAddress({ userId, action: currentTarget.value }), true)}
        >
          <option value="">{t("audit.everything")}</option>
          {actions.map((each) => (
            <option key={each} value={each}>
              {t(`audit.name.${each}`)}
            </option>
          ))}
        </select>
        {userId !== "" && <Chosen key={userId} userId={userId} action={action} />}
      </div>
      <AuditList key={`${userId} ${action}`} userId={userId} action={action} />
    </div>
  );
}

function auditAddress(query: { userId?: string; action?: string }): string {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""));
  return given.size === 0 ? consoleAddresses.page("audit") : `${consoleAddresses.page("audit")}?${given}`;
}

/** Of whom the entries are, and the way back to everybody. */
function Chosen({ userId, action }: { userId: string; action: string }) {
  const staff = useStaff();
  const { answer } = useAsked(() => staff.person(userId), userId);
  const person = answer ?? { id: userId, username: null, displayName: null };
  return (
    <span class="audit-chosen">
      {tParts("audit.of", { name: <PersonLink person={person} /> })}{" "}
      <a class="button small" href={auditAddress({ action })}>
        {t("audit.everybody")}
      </a>
    </span>
  );
}
