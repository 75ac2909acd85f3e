import { directRoomId, type Person, type Room } from "../../worker/protocol.ts";
import { isLoud } from "./conversation-steps.ts";
import { nameOf, roomName } from "./names.ts";
import { folded } from "./search-names.ts";

/** Where one can go: a conversation that there is, or one with somebody that begins with going there. */
export type Destination = { kind: "room"; id: string; room: Room } | { kind: "person"; id: string; person: Person };

// As many as fit on a phone above its keyboard, twice.
const SHOWN = 12;

/** What there is to go to, and where somebody has been. */
export interface Known {
  /** As the list has them. */
  rooms: readonly Room[];
  /** The last one first. */
  visits: readonly string[];
  /** The room that is open: nobody needs to be brought there. */
  here: string | undefined;
  userId: string;
}

/**
 * Conversations for what is typed, best first: whose name begins with it, then those with a word that does, then those that hold
 * it; among equals the one visited last. With nothing typed, what is unread, then what was visited last.
 *
 * People who were found come after all of them: what comes late must not move what Enter is about to choose.
 */
export function destinations(known: Known, query: string, people: readonly Person[]): Destination[] {
  const q = folded(query);
  const rooms = q === "" ? unasked(known) : matching(known, q);
  const listed = new Set(known.rooms.map(({ id }) => id));
  const others = q === "" ? [] : people.filter(({ id }) => id !== known.userId);
  return [
    ...rooms.map((room): Destination => ({ kind: "room", id: room.id, room })),
    ...others
      .map((person): Destination => ({ kind: "person", id: directRoomId(known.userId, person.id), person }))
      .filter(({ id }) => !listed.has(id)),
  ].slice(0, SHOWN);
}

function unasked({ rooms, visits, here }: Known): Room[] {
  const elsewhere = rooms.filter(({ id }) => id !== here);
  return [...elsewhere.filter(isLoud), ...byVisit(elsewhere, visits).filter((room) => !isLoud(room))];
}

function matching({ rooms, visits }: Known, q: string): Room[] {
  const places = new Map(rooms.map((room) => [room.id, placeOf(room, q)]));
  const fitting = rooms.filter(({ id }) => places.get(id) !== undefined);
  return byVisit(fitting, visits).sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
}

/** Stable: who was never visited keeps the order of the list. */
function byVisit(rooms: readonly Room[], visits: readonly string[]): Room[] {
  const place = ({ id }: Room) => {
    const found = visits.indexOf(id);
    return found < 0 ? visits.length : found;
  };
  return [...rooms].sort((a, b) => place(a) - place(b));
}

/** 0 where a name begins with it, 1 where a word does, 2 where it stands elsewhere. */
function placeOf(room: Room, q: string): number | undefined {
  const names = [roomName(room), ...(room.peer ? [nameOf(room.peer), room.peer.username ?? ""] : [])];
  const places = names.map((name) => placeIn(folded(name), q)).filter((place) => place !== undefined);
  return places.length === 0 ? undefined : Math.min(...places);
}

function placeIn(name: string, q: string): number | undefined {
  if (name.startsWith(q)) return 0;
  const at = name.indexOf(q);
  if (at < 0) return undefined;
  return name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(q)) ? 1 : 2;
}
