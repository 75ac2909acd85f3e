import { useState } from "preact/hooks";
import type { Me, Report } from "../../../worker/protocol.ts";
import { exactTimeOf } from "../../i18n/dates.ts";
import { t, tParts } from "../../i18n/translate.ts";
import { nameOf } from "../../models/names.ts";
import { FormFault } from "../FormFault.tsx";
import { type Attempt, useAttempt } from "../use-attempt.ts";
import { BanDialog } from "./BanDialog.tsx";
import { PersonLink } from "./PersonLink.tsx";
import { RoomPlace } from "./RoomPlace.tsx";
import { TIMEOUTS, timeoutText } from "./timeouts.ts";
import { useStaff } from "./use-staff.ts";

interface Props {
  report: Report;
  me: Me;
  onClosed(): void;
}

/** One report, with what can be done about it. */
export function ReportCard({ report, me, onClosed }: Props) {
  const attempt = useAttempt();
  const { about, by, room, seq, body } = report;
  return (
    <li>
      <article class="report" tabIndex={-1} aria-label={t("reports.name", { name: nameOf(about) })}>
        <p class="report-head">
          {tParts(room === undefined ? "reports.aboutPerson" : "reports.aboutMessage", {
            name: <PersonLink person={about} />,
          })}
          {room !== undefined && (
            <span class="console-sub"> {tParts("console.in", { room: <RoomPlace roomId={room} seq={seq} /> })}</span>
          )}
        </p>
        {body !== undefined && (
          <blockquote class="dialog-quote report-body" dir="auto">
            {body}
          </blockquote>
        )}
        <p class="report-reason" dir="auto">
          {report.reason}
        </p>
        <p class="console-sub">
          {tParts("reports.by", { name: <PersonLink person={by} />, time: <>{exactTimeOf(report.at)}</> })}
        </p>
        {report.closedAt === undefined ? (
          about.id !== me.id && <Actions report={report} attempt={attempt} onClosed={onClosed} />
        ) : (
          <p class="console-sub">{t(`reports.${report.outcome ?? "dismissed"}`)}</p>
        )}
        <FormFault text={attempt.fault} />
      </article>
    </li>
  );
}

function Actions({ report, attempt, onClosed }: { report: Report; attempt: Attempt; onClosed(): void }) {
  const staff = useStaff();
  const [isBanning, setBanning] = useState(false);
  const { id, about, room } = report;
  /** Does something, and then the report is closed: where the first fails, it stays. */
  async function act(work: () => Promise<unknown>): Promise<void> {
    const isDone = await attempt.run(async () => {
      await work();
      await staff.closeReport(id, { outcome: "acted" });
    });
    if (isDone) onClosed();
  }
  async function close(how: Parameters<typeof staff.closeReport>[1]): Promise<void> {
    if (await attempt.run(() => staff.closeReport(id, how))) onClosed();
  }
  return (
    <div class="console-actions">
      <button type="button" class="button small" onClick={() => void close({ outcome: "dismissed" })}>
        {t("reports.dismiss")}
      </button>
      {room !== undefined && (
        <button
          type="button"
          class="button small"
          onClick={() => void close({ outcome: "acted", deleteMessage: true })}
        >
          {t("reports.delete")}
        </button>
      )}
      <select
        class="select small"
        aria-label={t("moderate.timeOutFor", { name: nameOf(about) })}
        value=""
        onChange={({ currentTarget }) => {
          const forMs = Number(currentTarget.value);
          currentTarget.value = "";
          if (forMs > 0) void act(() => staff.timeOut(about.id, { forMs, reason: "" }));
        }}
      >
        <option value="">{t("moderate.timeOut")}</option>
        {TIMEOUTS.map((forMs) => (
          <option key={forMs} value={forMs}>
            {timeoutText(forMs)}
          </option>
        ))}
      </select>
      <button type="button" class="button small danger" onClick={() => setBanning(true)}>
        {t("moderate.ban")}
      </button>
      {isBanning && (
        <BanDialog
          person={about}
          kind="ban"
          onKeep={() => setBanning(false)}
          onGo={(how) => {
            setBanning(false);
            void act(() => staff.ban(about.id, how));
          }}
        />
      )}
    </div>
  );
}
