import { CircleAlert } from "lucide";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";

/** The ways to what was not sent into rooms that are not in the list: closed to whoever wrote it, or never opened. */
export function UnsentElsewhere() {
  const { outbox, rooms } = useChat();
  const failed = outbox.items().filter(({ roomId, state }) => state === "failed" && rooms.get(roomId) === undefined);
  const roomIds = new Set(failed.map(({ roomId }) => roomId));
  return (
    <>
      {[...roomIds].map((id) => (
        <Way key={id} roomId={id} />
      ))}
    </>
  );
}

function Way({ roomId }: { roomId: string }) {
  const { announcer } = useApp();
  const { room } = useChat();
  useEffect(() => {
    // Where it is open, the message says it itself.
    if (room.peek()?.roomId !== roomId) announcer.say(t("rooms.unsentElsewhere"));
  }, []);
  return (
    <a class="list-link is-unsent" href={addresses.room(roomId)}>
      <Icon of={CircleAlert} size={18} />
      {t("rooms.unsentElsewhere")}
    </a>
  );
}
