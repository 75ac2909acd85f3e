import type { Me, Message, Room } from "../../worker/protocol.ts";

/** Own messages, and for moderators anybody's: those of the group, or in the global room those of the whole chat. */
export function mayDelete(message: Message, me: Me, room: Room | undefined): boolean {
  if (message.from.id === me.id) return true;
  if (room?.kind === "global") return me.role !== "member";
  return room?.kind === "group" && (room.role === "owner" || room.role === "moderator");
}
