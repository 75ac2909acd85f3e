import { useMemo, useState } from "preact/hooks";
import type { Notify, Room, RoomSettingsInput } from "../../worker/protocol.ts";
import { asApiError } from "../client/api-error.ts";
import { t, tError } from "../i18n/translate.ts";
import { levelOf } from "../models/notices.ts";
import { createRoomSettings } from "../models/room-settings.ts";
import { useApp, useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { useGroups } from "./use-groups.ts";

const LEVELS: readonly Notify[] = ["all", "mentions", "none"];
/** Of the room of everybody one hears nothing else. */
const GLOBAL_LEVELS: readonly Notify[] = ["mentions", "none"];

/** What this person wants to hear of a room; it holds on all their devices. */
export function RoomSettings({ room }: { room: Room }) {
  const { noteRoom, rooms } = useChat();
  const { announcer } = useApp();
  const groups = useGroups();
  const [fault, setFault] = useState<string>();
  const setRoom = useMemo(
    () => createRoomSettings(groups, { get: rooms.get, note: noteRoom }),
    [groups, rooms, noteRoom],
  );
  const isGlobal = room.kind === "global";
  const chosen = levelOf({ ...room, muted: false });
  const set = async (settings: RoomSettingsInput) => {
    setFault(undefined);
    try {
      await setRoom(room, settings);
      announcer.say(t("groups.saved"));
    } catch (thrown) {
      setFault(tError(asApiError(thrown).code));
    }
  };
  return (
    <section class="details-part">
      <fieldset class="choices">
        <legend>{t("settings.notify")}</legend>
        <div class="choice-column">
          {(isGlobal ? GLOBAL_LEVELS : LEVELS).map((level) => (
            <label key={level} class="check">
              <input
                type="radio"
                name="notify"
                checked={chosen === level}
                onChange={() => void set({ notify: level })}
              />
              <span>{t(`settings.notify.${level}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <label class="check">
        <input
          type="checkbox"
          checked={room.muted}
          onChange={({ currentTarget }) => void set({ muted: currentTarget.checked })}
        />
        <span>
          {t("settings.mute")}
          <span class="field-hint">{t("settings.mute.hint")}</span>
        </span>
      </label>
      <FormFault text={fault} />
    </section>
  );
}
