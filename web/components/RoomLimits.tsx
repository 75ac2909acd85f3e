import type { Room, RoomPatch } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";
import { moderates } from "../models/permissions.ts";
import { useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { SlowChoice } from "./SlowChoice.tsx";
import { useGroups } from "./use-groups.ts";
import { useTurns } from "./use-turns.ts";

/** Slow mode and lock, for those who moderate the room. */
export function RoomLimits({ room }: { room: Room }) {
  const { me, noteRoom, rooms } = useChat();
  const groups = useGroups();
  const turns = useTurns();
  if (room.kind === "direct" || !moderates(me, room)) return null;

  const set = (patch: Pick<RoomPatch, "slowMode" | "locked">) =>
    turns.take(async () => {
      const { slowMode, locked } = await groups.change(room.id, patch);
      // What the list knows of unread messages may be newer than the answer.
      noteRoom({ ...(rooms.get(room.id) ?? room), slowMode, locked });
    }, t("limits.saved"));

  return (
    <section class="details-part">
      <h2 class="details-title">{t("limits.title")}</h2>
      <SlowChoice label={t("limits.slowMode")} value={room.slowMode ?? 0} onValue={(slowMode) => set({ slowMode })} />
      <label class="check">
        <input
          type="checkbox"
          checked={room.locked === true}
          onChange={({ currentTarget }) => set({ locked: currentTarget.checked })}
        />
        <span>
          {t("limits.lock")}
          <span class="field-hint">{t("limits.lock.hint")}</span>
        </span>
      </label>
      <FormFault text={turns.fault} />
    </section>
  );
}
