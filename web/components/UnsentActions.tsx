import { Pencil, RotateCcw, Trash2 } from "lucide";
import type { OutboxItem } from "../client/outbox.ts";
import { t } from "../i18n/translate.ts";
import { useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { focusComposer } from "./message-acts.ts";

/** What can be done with a message that was refused. It stays until one of these is chosen. */
export function UnsentActions({ item }: { item: OutboxItem }) {
  const { outbox, composing } = useChat();
  function edit(): void {
    composing(item.roomId).giveBack(item.body, item.replyTo);
    outbox.discard(item.id);
    focusComposer();
  }
  return (
    <span class="unsent-actions">
      <button type="button" class="button small" onClick={() => outbox.retry(item.id)}>
        <Icon of={RotateCcw} size={14} />
        {t("message.retry")}
      </button>
      <button type="button" class="button small" onClick={edit}>
        <Icon of={Pencil} size={14} />
        {t("message.edit")}
      </button>
      <button type="button" class="button small" onClick={() => outbox.discard(item.id)}>
        <Icon of={Trash2} size={14} />
        {t("message.delete")}
      </button>
    </span>
  );
}
