import { CircleAlert, Clock, Pencil, RotateCcw, X } from "lucide";
import { useEffect } from "preact/hooks";
import type { PendingChange } from "../client/changes.ts";
import { t, tError } from "../i18n/translate.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";

/** What has become of the changes one made to a message: on their way, or refused, with what can be done about it. */
export function ChangeState({ changes, onEdit }: { changes: readonly PendingChange[]; onEdit(text: string): void }) {
  const isPending = changes.some(({ failure }) => failure === undefined);
  return (
    <>
      {isPending && (
        <div class="unsent-state is-sending">
          <Icon of={Clock} size={14} />
          <span>{t("change.pending")}</span>
        </div>
      )}
      {changes.map((pending) =>
        pending.failure === undefined ? null : <Refused key={pending.ref} pending={pending} onEdit={onEdit} />,
      )}
    </>
  );
}

// Rows come and go as one scrolls; each refusal is said once.
const said = new WeakSet<PendingChange>();

function Refused({ pending, onEdit }: { pending: PendingChange; onEdit(text: string): void }) {
  const { announcer } = useApp();
  const { changes } = useChat();
  const { change, ref } = pending;
  useEffect(() => {
    if (!said.has(pending)) announcer.say(refusalText(pending));
    said.add(pending);
  }, [pending]);
  function editAgain(text: string): void {
    changes.dismiss(ref);
    onEdit(text);
  }
  return (
    <div class="unsent-state is-failed">
      <Icon of={CircleAlert} size={14} />
      <span>{refusalText(pending)}</span>
      <span class="unsent-actions">
        <button type="button" class="button small" onClick={() => changes.retry(ref)}>
          <Icon of={RotateCcw} size={14} />
          {t("change.retry")}
        </button>
        {change.kind === "edit" && (
          <button type="button" class="button small" onClick={() => editAgain(change.body)}>
            <Icon of={Pencil} size={14} />
            {t("change.edit")}
          </button>
        )}
        <button type="button" class="button small" onClick={() => changes.dismiss(ref)}>
          <Icon of={X} size={14} />
          {t("change.dismiss")}
        </button>
      </span>
    </div>
  );
}

/** Why a change did not happen. */
function refusalText({ change, failure }: PendingChange): string {
  const code = failure?.code ?? "internal";
  if (change.kind === "edit") return t("change.failed.edit", { why: tError(code) });
  if (change.kind === "delete") return t("change.failed.delete", { why: tError(code) });
  if (change.kind === "pin") return t("change.failed.pin", { why: tError(code) });
  const why = code === "conflict" ? t("change.tooManyKinds") : tError(code);
  return t("change.failed.react", { emoji: change.emoji, why });
}
