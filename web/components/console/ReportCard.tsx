import { useState } from "preact/hooks";
import type { Me, Report } from "../../../worker/protocol.ts";
import { exactTimeOf } from "../../i18n/dates.ts";
import { t, tParts } from "../../i18n/translate.ts";
import { nameOf } from "../../models/names.ts";
import { ConfirmDialog } from "../ConfirmDialog.tsx";
import { FormFault } from "../FormFault.tsx";
import { type Attempt, useAttempt } from "../use-attempt.ts";
import { BanDialog } from "./BanDialog.tsx";
import { PersonLink } from "./PersonLink.tsx";
import { RoomPlace } from "./RoomPlace.tsx";
import { TimeoutDialog } from "./TimeoutDialog.tsx";
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
  const [asking, setAsking] = useState<"delete" | "timeout" | "ban">();
  const { id, about, room } = report;
  const keep = () => setAsking(undefined);
  async function close(how: Parameters<typeof staff.closeReport>[1]): Promise<void> {
    keep();
    if (await attempt.run(() => staff.closeReport(id, how))) onClosed();
  }
  const closing = { person: about, onKeep: keep, onDone: onClosed };
  /** Something is done, and then the report is closed: where the first fails, it stays. */
  const andClose = async (work: Promise<unknown>) => {
    await work;
    await staff.closeReport(id, { outcome: "acted" });
  };
  return (
    <div class="console-actions">
      <button type="button" class="button small" onClick={() => void close({ outcome: "dismissed" })}>
        {t("reports.dismiss")}
      </button>
      {room !== undefined && (
        <button type="button" class="button small" onClick={() => setAsking("delete")}>
          {t("reports.delete")}
        </button>
      )}
      <button type="button" class="button small" onClick={() => setAsking("timeout")}>
        {t("moderate.timeOut")}
      </button>
      <button type="button" class="button small danger" onClick={() => setAsking("ban")}>
        {t("moderate.ban")}
      </button>
      {asking === "delete" && (
        <ConfirmDialog
          title={tParts("reports.delete.title", { name: <bdi>{nameOf(about)}</bdi> })}
          keep={t("console.cancel")}
          go={t("reports.delete.go")}
          onKeep={keep}
          onGo={() => void close({ outcome: "acted", deleteMessage: true })}
        >
          {t("reports.delete.body")}
        </ConfirmDialog>
      )}
      {asking === "timeout" && <TimeoutDialog {...closing} act={(how) => andClose(staff.timeOut(about.id, how))} />}
      {asking === "ban" && <BanDialog {...closing} kind="ban" act={(how) => andClose(staff.ban(about.id, how))} />}
    </div>
  );
}
