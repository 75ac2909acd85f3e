import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Me, Report } from "../../../worker/protocol.ts";
import { t } from "../../i18n/translate.ts";
import { noteOpenReports } from "../../models/open-reports.ts";
import { createPaged } from "../../models/paged.ts";
import { useApp } from "../context.ts";
import { PagedList } from "./PagedList.tsx";
import { ReportCard } from "./ReportCard.tsx";
import { useStaff } from "./use-staff.ts";

const STATES = ["open", "closed"] as const;

/** What people think a moderator should look at. */
export function ReportsPage({ me }: { me: Me }) {
  const staff = useStaff();
  const { announcer } = useApp();
  const [state, setState] = useState<(typeof STATES)[number]>("open");
  const page = useRef<HTMLDivElement>(null);
  const list = useMemo(
    () =>
      createPaged(async (cursor) => {
        const answer = await staff.reports({ state, cursor });
        return { items: answer.reports, cursor: answer.cursor };
      }),
    [staff, state],
  );
  const count = list.items.value?.length;
  const hasMore = list.hasMore.value;
  useEffect(() => {
    if (state === "open" && count !== undefined) noteOpenReports(count, hasMore);
  }, [state, count, hasMore]);

  function closed(report: Report): void {
    const place = list.items.value?.indexOf(report) ?? 0;
    list.replace(report, undefined);
    announcer.say(t("reports.done"));
    // Whoever works through them by keys goes on with the next one.
    requestAnimationFrame(() => {
      const cards = page.current?.querySelectorAll<HTMLElement>(".report") ?? [];
      (cards[Math.min(place, cards.length - 1)] ?? page.current)?.focus();
    });
    if (list.items.value?.length === 0) void list.load();
  }

  return (
    <div ref={page} tabIndex={-1} class="console-body">
      <fieldset class="console-filter">
        <legend class="visually-hidden">{t("reports.which")}</legend>
        {STATES.map((each) => (
          <label key={each} class="choice">
            <input type="radio" name="state" checked={state === each} onChange={() => setState(each)} />
            <span>{t(`reports.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      <PagedList list={list} label={t("console.reports")} empty={t(`reports.${state}.none`)}>
        {(report) => <ReportCard key={report.id} report={report} me={me} onClosed={() => closed(report)} />}
      </PagedList>
    </div>
  );
}
