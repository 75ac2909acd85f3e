import { parseRoomId } from "../../../worker/protocol.ts";
import { t } from "../../i18n/translate.ts";
import { addresses } from "../../models/addresses.ts";
import { roomName } from "../../models/names.ts";
import { useChat } from "../context.ts";

/** Where something was said; leads there if one is in that room oneself. */
export function RoomPlace({ roomId, seq }: { roomId: string; seq: number | undefined }) {
  const { rooms } = useChat();
  const own = rooms.get(roomId);
  if (own === undefined) {
    return <>{t(parseRoomId(roomId)?.kind === "direct" ? "console.someDirect" : "console.someGroup")}</>;
  }
  const address = seq === undefined ? addresses.room(roomId) : addresses.message(roomId, seq);
  return (
    <a class="console-link" href={address}>
      <bdi>{roomName(own)}</bdi>
    </a>
  );
}
