import { CheckCheck } from "lucide";
import { asApiError } from "../client/api-error.ts";
import { t, tError } from "../i18n/translate.ts";
import { readAll } from "../models/read-all.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";

/** Reads all conversations at once. It stays where nothing is unread: nothing moves, and the focus is not lost. */
export function ReadAll() {
  const { api, announcer } = useApp();
  const chat = useChat();
  const hasUnread = chat.rooms.list.value?.some(({ unread }) => unread > 0) ?? false;

  async function read(): Promise<void> {
    if (!hasUnread) return;
    announcer.say(t("rooms.allRead"));
    try {
      await readAll(chat, api);
    } catch (thrown) {
      announcer.say(tError(asApiError(thrown).code));
    }
  }

  return (
    <button
      type="button"
      class="icon-button"
      aria-label={t("rooms.readAll")}
      title={t("rooms.readAll")}
      aria-disabled={!hasUnread}
      onClick={() => void read()}
    >
      <Icon of={CheckCheck} size={18} />
    </button>
  );
}
