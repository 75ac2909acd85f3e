import { CircleAlert } from "lucide";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";

/** The ways to what was not sent into rooms that are not in the list: closed to whoever wrote it, or never opened. */
export function UnsentElsewhere() {
  const { outbox, rooms } = useChat();
  const failed = outbox.items().filter(({ roomId, state }) => state === "failed" && rooms.get(roomId) === undefined);
  const roomIds = [...new Set(failed.map(({ roomId }) => roomId))];
  return (
    <>
      {roomIds.map((id) => (
        <a key={id} class="list-link is-unsent" href={addresses.room(id)}>
          <Icon of={CircleAlert} size={18} />
          {t("rooms.unsentElsewhere")}
        </a>
      ))}
    </>
  );
}
