import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Room } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";
import { useChat } from "./context.ts";

/** In the list, at a conversation where something was not sent: whoever wrote it may have gone on to another one. */
export function UnsentMark({ room }: { room: Room }) {
  const chat = useChat();
  // Drawn anew only where this changes, however much is on its way elsewhere.
  const hasFailed = useMemo(
    () => computed(() => chat.outbox.items(room.id).some(({ state }) => state === "failed")),
    [chat, room.id],
  ).value;
  if (!hasFailed) return null;
  return (
    <span class="badge is-unsent">
      <span aria-hidden="true">!</span>
      <span class="visually-hidden">{t("rooms.unsent")}</span>
    </span>
  );
}
