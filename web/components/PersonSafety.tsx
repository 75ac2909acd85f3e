import { Ban, Flag, Shield } from "lucide";
import { useState } from "preact/hooks";
import type { Person } from "../../worker/protocol.ts";
import { t, tParts } from "../i18n/translate.ts";
import { consoleAddresses } from "../models/console-addresses.ts";
import { nameOf } from "../models/names.ts";
import { mayModerate } from "../models/staff.ts";
import { ConfirmDialog } from "./ConfirmDialog.tsx";
import { useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { Icon } from "./Icon.tsx";
import { ReportDialog } from "./ReportDialog.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useBlocking } from "./use-blocking.ts";

/** What one can do to be left alone by somebody, and whom one can tell. */
export function PersonSafety({ user }: { user: Person }) {
  const { me, blocks } = useChat();
  const setBlocked = useBlocking();
  const attempt = useAttempt();
  const [isAsking, setAsking] = useState(false);
  const [reporting, setReporting] = useState<HTMLElement>();
  const isBlocked = blocks.has(user.id);
  const name = nameOf(user);

  function set(on: boolean): void {
    setAsking(false);
    const said = on ? t("blocks.blocked", { name }) : t("blocks.unblocked", { name });
    void attempt.run(() => setBlocked(user, on), said);
  }

  return (
    <div class="safety">
      {isBlocked && <p class="field-hint">{t("blocks.youBlock")}</p>}
      <FormFault text={attempt.fault} />
      <div class="safety-actions">
        <button
          type="button"
          class="button"
          aria-busy={attempt.isBusy}
          onClick={() => (isBlocked ? set(false) : setAsking(true))}
        >
          <Icon of={Ban} size={18} />
          {t(isBlocked ? "blocks.unblock" : "blocks.block")}
        </button>
        <button type="button" class="button" onClick={({ currentTarget }) => setReporting(currentTarget)}>
          <Icon of={Flag} size={18} />
          {t("report.person")}
        </button>
        {mayModerate(me) && (
          <a class="button" href={consoleAddresses.person(user.id)}>
            <Icon of={Shield} size={18} />
            {t("report.moderate")}
          </a>
        )}
      </div>
      {isAsking && (
        <ConfirmDialog
          title={tParts("blocks.ask.title", { name: <bdi>{name}</bdi> })}
          keep={t("report.cancel")}
          go={t("blocks.block")}
          onKeep={() => setAsking(false)}
          onGo={() => set(true)}
        >
          {t("blocks.ask.body")}
        </ConfirmDialog>
      )}
      {reporting !== undefined && (
        <ReportDialog
          subject={{ userId: user.id }}
          name={name}
          back={() => reporting.focus({ preventScroll: true })}
          onClose={() => setReporting(undefined)}
        />
      )}
    </div>
  );
}

/** The same about the other person of a direct room. */
export function DirectSafety({ peer }: { peer: Person }) {
  if (peer.username === null) return null;
  return (
    <section class="details-part">
      <PersonSafety user={peer} />
    </section>
  );
}
