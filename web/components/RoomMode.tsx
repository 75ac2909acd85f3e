import { Lock, Timer } from "lucide";
import type { Room } from "../../worker/protocol.ts";
import { durationOf } from "../i18n/durations.ts";
import { t } from "../i18n/translate.ts";
import { Icon } from "./Icon.tsx";

/** In a room's header, that not everybody may write at any time; above the composer stands what follows from it for the reader. */
export function RoomMode({ room: { locked, slowMode } }: { room: Room }) {
  const text = locked
    ? t("limits.isLocked")
    : slowMode === undefined
      ? undefined
      : t("limits.isSlow", { wait: durationOf(slowMode) });
  if (text === undefined) return null;
  return (
    <p class="room-mode" title={text}>
      <Icon of={locked ? Lock : Timer} size={16} />
      <span>{text}</span>
    </p>
  );
}
