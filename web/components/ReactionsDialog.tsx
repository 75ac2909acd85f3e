import { useEffect } from "preact/hooks";
import type { Message } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";
import { useChat } from "./context.ts";
import { Dialog } from "./Dialog.tsx";
import { MOST_NAMES, whoText } from "./Reactions.tsx";

/** Who answered a message with which sign: what pointing at one says, for those who have nothing to point with. */
export function ReactionsDialog(props: { message: Message; back(): void; onClose(): void }) {
  const { message, back, onClose } = props;
  const { me, people } = useChat();
  const kinds = Object.entries(message.reactions ?? {});
  useEffect(() => people.want(kinds.flatMap(([, userIds]) => userIds.slice(0, MOST_NAMES))), [message]);
  return (
    <Dialog title={t("actions.whoReacted")} back={back} onClose={onClose}>
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
    </Dialog>
  );
}
