import type { Room, RoomSettingsInput } from "../../worker/protocol.ts";
import type { GroupsApi } from "../client/groups-api.ts";

/**
 * Sets what one wants to hear of a room. It shows at once and goes back where it was not taken; the calls go one after
 * the other, so that the last choice is the one that stays. What it answers rejects with `ApiError`.
 */
export function createRoomSettings(
  api: Pick<GroupsApi, "set">,
  rooms: { get(roomId: string): Room | undefined; note(room: Room): void },
): (room: Room, settings: RoomSettingsInput) => Promise<void> {
  let last: Promise<void> = Promise.resolve();

  function show(room: Room, settings: RoomSettingsInput): void {
    const now = rooms.get(room.id) ?? room;
    rooms.note({ ...now, muted: settings.muted ?? now.muted, notify: settings.notify ?? now.notify });
  }

  return (room, settings) => {
    const before = { muted: room.muted, notify: room.notify };
    show(room, settings);
    const mine = last.then(() => api.set(room.id, settings));
    last = mine.catch(() => {
      show(room, {
        muted: settings.muted === undefined ? undefined : before.muted,
        notify: settings.notify === undefined ? undefined : before.notify,
      });
    });
    return mine;
  };
}
