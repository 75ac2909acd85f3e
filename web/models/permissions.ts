import type { Me, Message, Room } from "../../worker/protocol.ts";
import { mayModerate } from "./staff.ts";

/** Moderators of the group, or in the global room those of the whole chat; between two people both. */
export function mayPin(me: Me, room: Room | undefined): boolean {
  return room?.kind === "direct" || moderates(me, room);
}

/** Own messages, and for moderators anybody's: those of the group, or in the global room those of the whole chat. */
export function mayDelete(message: Message, me: Me, room: Room | undefined): boolean {
  return message.from.id === me.id || moderates(me, room);
}

/** Whether somebody may slow a room down, or lock it, and is not held by either. */
export function moderates(me: Me, room: Room | undefined): boolean {
  if (room?.kind === "global") return mayModerate(me);
  return room?.kind === "group" && (room.role === "owner" || room.role === "moderator");
}
