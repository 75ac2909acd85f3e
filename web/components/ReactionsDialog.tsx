import { useEffect } from "preact/hooks";
import type { Message } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";
import { useChat } from "./context.ts";
import { MOST_NAMES, whoText } from "./Reactions.tsx";
import { useMessageDialog } from "./use-dialog.ts";

/** Who answered a message with which sign: what pointing at one says, for those who have nothing to point with. */
export function ReactionsDialog(props: { message: Message; opener: HTMLElement; onClose(): void }) {
  const { message, opener, onClose } = props;
  const { me, people } = useChat();
  const box = useMessageDialog(message.seq, opener);
  const kinds = Object.entries(message.reactions ?? {});
  useEffect(() => people.want(kinds.flatMap(([, userIds]) => userIds.slice(0, MOST_NAMES))), [message]);
  return (
    <dialog
      ref={box}
      class="dialog"
      aria-labelledby="reactions-title"
      // Escape is the dialog's, not the timeline's.
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={onClose}
    >
      <h2 id="reactions-title" class="dialog-title">
        {t("actions.whoReacted")}
      </h2>
      <dl class="versions">
        {kinds.map(([emoji, userIds]) => (
          <div key={emoji} class="version who-reacted">
            <dt class="emoji">{emoji}</dt>
            <dd dir="auto">
              {whoText(userIds, message.reactionCounts?.[emoji] ?? userIds.length, me.id, people.known.value)}
            </dd>
          </div>
        ))}
      </dl>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {t("app.close")}
        </button>
      </div>
    </dialog>
  );
}
