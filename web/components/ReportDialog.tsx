import { useEffect, useRef, useState } from "preact/hooks";
import { codePoints, LIMITS, type ReportInput } from "../../worker/protocol.ts";
import { report } from "../client/safety-api.ts";
import { t, tParts } from "../i18n/translate.ts";
import { useApp } from "./context.ts";
import { Dialog } from "./Dialog.tsx";
import { Field } from "./Field.tsx";
import { FormFault } from "./FormFault.tsx";
import { useAttempt } from "./use-attempt.ts";

interface Props {
  subject: Omit<ReportInput, "reason">;
  /** Whose message, or who. */
  name: string;
  /** What the message says. */
  quote?: string;
  /** Gives the focus back. */
  back(): void;
  onClose(): void;
}

/** Asks what is wrong, sends it to the moderators, and says thanks. */
export function ReportDialog({ subject, name, quote, back, onClose }: Props) {
  const [isSent, setSent] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  // The button that had the focus is gone, and below an open dialog nothing is read out: this is how the thanks are heard.
  useEffect(() => {
    if (isSent) title.current?.focus();
  }, [isSent]);
  return (
    <Dialog
      title={
        isSent
          ? t("report.thanks.title")
          : tParts(quote === undefined ? "report.person.title" : "report.message.title", { name: <bdi>{name}</bdi> })
      }
      titleRef={title}
      back={back}
      onClose={onClose}
    >
      {isSent ? (
        <>
          <p class="dialog-body">{t("report.thanks.body")}</p>
          <div class="dialog-actions">
            <button type="button" class="button primary" onClick={onClose}>
              {t("app.close")}
            </button>
          </div>
        </>
      ) : (
        <ReportForm subject={subject} quote={quote} onClose={onClose} onSent={() => setSent(true)} />
      )}
    </Dialog>
  );
}

function ReportForm(props: Pick<Props, "subject" | "quote" | "onClose"> & { onSent(): void }) {
  const { subject, quote, onClose, onSent } = props;
  const { http } = useApp();
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string>();
  const attempt = useAttempt();

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    const length = codePoints(reason.trim());
    const isFit = length > 0 && length <= LIMITS.reasonCodePoints;
    setFault(isFit ? undefined : t("report.error.reason"));
    if (!isFit) return;
    if (await attempt.run(() => report(http, { ...subject, reason }))) onSent();
  }

  return (
    <form onSubmit={send} noValidate>
      <p class="dialog-body">{t("report.body")}</p>
      {quote !== undefined && (
        <blockquote class="dialog-quote" dir="auto">
          {quote}
        </blockquote>
      )}
      <Field
        name="reason"
        label={t("report.reason")}
        value={reason}
        fault={fault}
        onValue={setReason}
        autoFocus
        isLong
      />
      <FormFault text={attempt.fault} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {t("report.cancel")}
        </button>
        <button type="submit" class="button primary" aria-busy={attempt.isBusy}>
          {t("report.send")}
        </button>
      </div>
    </form>
  );
}
