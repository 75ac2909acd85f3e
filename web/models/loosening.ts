import type { Room } from "../../worker/protocol.ts";

type Rules = Pick<Room, "id" | "slowMode" | "locked">;

/** Tells, of one list of rooms after the other, whether in some room one may write sooner than before: what waits there need not wait. */
export function createLoosening(): (rooms: readonly Rules[]) => boolean {
  let before = new Map<string, Rules>();
  return (rooms) => {
    const isLooser = ({ id, slowMode = 0, locked }: Rules) => {
      const old = before.get(id);
      return slowMode < (old?.slowMode ?? 0) || (old?.locked === true && locked !== true);
    };
    const isAny = rooms.some(isLooser);
    before = new Map(rooms.map((room) => [room.id, room]));
    return isAny;
  };
}
