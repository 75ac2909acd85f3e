import { Globe, User } from "lucide";
import type { Person, Room } from "../../worker/protocol.ts";
import { hueOf, initialsOf } from "../models/names.ts";
import { Icon } from "./Icon.tsx";

type Size = "small" | "medium" | "large";

/** Initials in a colour of one's own; always beside the name, so it says nothing by itself. */
export function Avatar({ person, size = "medium", isHere }: { person: Person; size?: Size; isHere?: boolean }) {
  const name = person.displayName;
  return (
    <span class={`avatar avatar-${size} hue-${name === null ? "none" : hueOf(person.id)}`} aria-hidden="true">
      {name === null ? <Icon of={User} size={18} /> : initialsOf(name)}
      {isHere && <span class="avatar-here" />}
    </span>
  );
}

export function RoomAvatar({ room, size = "medium" }: { room: Room; size?: Size }) {
  if (room.kind === "direct" && room.peer !== undefined) return <Avatar person={room.peer} size={size} />;
  if (room.kind === "group") return <GroupAvatar group={room} size={size} />;
  return (
    <span class={`avatar avatar-${size} avatar-room`} aria-hidden="true">
      <Icon of={Globe} size={size === "large" ? 30 : 20} />
    </span>
  );
}

/** Round, where people are square: who looks at the list sees at once which is which. */
export function GroupAvatar({ group, size = "medium" }: { group: { id: string; name?: string }; size?: Size }) {
  return (
    <span class={`avatar avatar-${size} avatar-group hue-${hueOf(group.id)}`} aria-hidden="true">
      {initialsOf(group.name ?? "")}
    </span>
  );
}
