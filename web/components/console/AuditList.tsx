import { useMemo } from "preact/hooks";
import type { Person } from "../../../worker/protocol.ts";
import type { AuditRecord } from "../../client/staff-api.ts";
import { exactTimeOf } from "../../i18n/dates.ts";
import { t } from "../../i18n/translate.ts";
import { createPaged } from "../../models/paged.ts";
import { AuditSentence } from "./AuditSentence.tsx";
import { PagedList } from "./PagedList.tsx";
import { useStaff } from "./use-staff.ts";

/** Entries of the audit log: of one person or of all, of one action or of any; "" is any. */
export function AuditList({ userId, action }: { userId: string; action: string }) {
  const staff = useStaff();
  const people = useMemo(() => new Map<string, Person>(), [staff]);
  const list = useMemo(
    () =>
      createPaged<AuditRecord>(async (cursor) => {
        const answer = await staff.audit({
          userId: userId || undefined,
          action: action || undefined,
          cursor,
          limit: 30,
        });
        for (const person of answer.people) people.set(person.id, person);
        return { items: answer.entries, cursor: answer.cursor };
      }),
    [staff, userId, action],
  );
  return (
    <PagedList list={list} label={t("console.audit")} empty={t("audit.none")}>
      {(entry) => (
        <li key={entry.no} class="audit-entry">
          <AuditSentence entry={entry} people={people} isAlone={userId !== ""} />
          <time class="console-sub" dateTime={new Date(entry.at).toISOString()}>
            {exactTimeOf(entry.at)}
          </time>
        </li>
      )}
    </PagedList>
  );
}
