import { Copy, Trash2 } from "lucide";
import { t } from "../i18n/translate.ts";
import { useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { useCopy } from "./use-copy.ts";

/** What somebody wrote into a conversation that is closed to them by now: it is theirs all the same. */
export function UnsentTexts({ roomId }: { roomId: string }) {
  const { outbox } = useChat();
  const copy = useCopy();
  return (
    <section class="unsent-texts" aria-labelledby="unsent-texts">
      <h2 id="unsent-texts" class="details-title">
        {t("room.unsent.title")}
      </h2>
      <ul>
        {outbox.items(roomId).map(({ id, body }) => (
          <li key={id}>
            <p id={id} dir="auto">
              {body}
            </p>
            <button type="button" class="button small" aria-describedby={id} onClick={() => copy(body)}>
              <Icon of={Copy} size={14} />
              {t("actions.copy")}
            </button>
            <button type="button" class="button small" aria-describedby={id} onClick={() => outbox.discard(id)}>
              <Icon of={Trash2} size={14} />
              {t("message.delete")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
