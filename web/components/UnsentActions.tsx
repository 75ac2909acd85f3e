import { Pencil, RotateCcw, Trash2 } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { OutboxItem } from "../client/outbox.ts";
import { t } from "../i18n/translate.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { backToWriting } from "./left-focus.ts";
import { focusComposer } from "./message-acts.ts";
import { stateText } from "./message-label.ts";

// Longer than an answer takes where there is a network: whoever waits so long may think better of it.
const LATE_AFTER_MS = 5_000;

/** What can be done with a message that is not stored yet, where that takes long or is over. */
export function UnsentActions({ item }: { item: OutboxItem }) {
  const isLate = useIsLate(item);
  useFailureSaid(item);
  return item.state === "failed" || isLate ? <Actions item={item} /> : null;
}

/** Whether it has waited for long, or is known to be going to. */
function useIsLate({ roomId, queuedAt }: OutboxItem): boolean {
  const { refusals } = useChat();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const left = queuedAt + LATE_AFTER_MS - Date.now();
    setLate(left <= 0);
    const timer = setTimeout(() => setLate(true), left);
    return () => clearTimeout(timer);
  }, [queuedAt]);
  return isLate || (refusals.until.value[roomId] ?? 0) > Date.now();
}

// Rows come and go as one scrolls; each failure is said once.
const said = new Set<string>();

function useFailureSaid(item: OutboxItem): void {
  const { announcer } = useApp();
  const failure = item.state === "failed" ? `${item.id} ${item.queuedAt}` : "";
  useEffect(() => {
    if (failure === "" || said.has(failure)) return;
    said.add(failure);
    announcer.say(stateText(item));
  }, [failure]);
}

function Actions({ item }: { item: OutboxItem }) {
  const { outbox, composing } = useChat();
  // It may arrive while it is on its way, and would then be there twice, or in spite of all.
  const isAway = item.state === "sending";
  function edit(): void {
    if (isAway) return;
    composing(item.roomId).giveBack(item.body, item.replyTo);
    outbox.discard(item.id);
    focusComposer();
  }
  function discard(): void {
    if (isAway) return;
    outbox.discard(item.id);
    backToWriting();
  }
  return (
    <span class="unsent-actions">
      {item.state === "failed" && (
        <button type="button" class="button small" onClick={() => outbox.retry(item.id)}>
          <Icon of={RotateCcw} size={14} />
          {t("message.retry")}
        </button>
      )}
      <button type="button" class="button small" aria-disabled={isAway} onClick={edit}>
        <Icon of={Pencil} size={14} />
        {t("message.edit")}
      </button>
      <button type="button" class="button small" aria-disabled={isAway} onClick={discard}>
        <Icon of={Trash2} size={14} />
        {t("message.delete")}
      </button>
    </span>
  );
}
