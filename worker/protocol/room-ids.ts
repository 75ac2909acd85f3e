/** What the id of a room says. */

export const GLOBAL_ROOM_ID = "global";
const USER_ID = "[a-z0-9]{1,64}";
const ROOM_ID = new RegExp(`^(?:global|group:(?<group>${USER_ID})|dm:(?<a>${USER_ID}):(?<b>${USER_ID}))$`);

export type RoomAddress =
  | { id: string; kind: "global" }
  | { id: string; kind: "group" }
  | { id: string; kind: "direct"; userIds: [string, string] };

/** The id of the room of two people: the same, whoever asks. */
export function directRoomId(a: string, b: string): string {
  return a < b ? `dm:${a}:${b}` : `dm:${b}:${a}`;
}

/** What a room id says, its people in order; `undefined` for what is no room id, a room with oneself included. */
export function parseRoomId(text: string): RoomAddress | undefined {
  const groups = ROOM_ID.exec(text)?.groups;
  if (!groups) return undefined;
  const { a, b } = groups;
  if (a !== undefined && b !== undefined) {
    if (a === b) return undefined;
    return { id: directRoomId(a, b), kind: "direct", userIds: a < b ? [a, b] : [b, a] };
  }
  return { id: text, kind: groups["group"] === undefined ? "global" : "group" };
}
