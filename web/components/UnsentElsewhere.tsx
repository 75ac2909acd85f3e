import { CircleAlert } from "lucide";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";

/** The ways to what was not sent into rooms that are not in the list: closed to whoever wrote it, or never opened. */
export function UnsentElsewhere() {
  const { outbox, rooms } = useChat();
  const listed = rooms.list.value;
  if (listed === undefined) return null;
  const failed = new Set(outbox.items().flatMap(({ roomId, state }) => (state === "failed" ? [roomId] : [])));
  for (const { id } of listed) failed.delete(id);
  return (
    <>
      {[...failed].map((id) => (
        <a key={id} class="list-link is-unsent" href={addresses.room(id)}>
          <Icon of={CircleAlert} size={18} />
          {t("rooms.unsentElsewhere")}
        </a>
      ))}
    </>
  );
}
