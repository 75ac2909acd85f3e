/** Strangers who try to look into other people's rooms in every way there is. What they are told goes into their journal. */
import { ApiError } from "../../web/client/api-error.ts";
import { createRoomSocket } from "../../web/client/room-socket.ts";
import { searchMessages } from "../../web/client/search-api.ts";
import { CLOSE, parseRoomId } from "../../worker/protocol.ts";
import type { Chatter } from "./chatter.ts";
import { peace } from "./faults.ts";
import { type Random, wordOf } from "./words.ts";

const EVERY_MS = 500;
// A refusal over the socket comes at once; on a bad network it may not come at all.
const REFUSED_WITHIN_MS = 2_000;

/** @returns how often somebody tried and was told that there is no such room */
export async function pry(
  chatters: readonly Chatter[],
  rooms: readonly string[],
  chance: Random,
  signal: AbortSignal,
): Promise<number> {
  let refusals = 0;
  while (!signal.aborted) {
    await peace(EVERY_MS, signal);
    const room = chance.pick(rooms);
    const strangers = chatters.filter(({ person }) => isForeign(room, person.id));
    if (strangers.length > 0) refusals += await pryInto(room, chance.pick(strangers));
  }
  return refusals;
}

/** The two people of a direct room may see it, and nobody else. */
export function isForeign(room: string, userId: string): boolean {
  const address = parseRoomId(room);
  return address?.kind === "direct" && !address.userIds.includes(userId);
}

async function pryInto(room: string, chatter: Chatter): Promise<number> {
  const { api, http } = chatter.device();
  const word = wordOf(room);
  const intrusion = { id: `intruder-${chatter.person.id}`, body: "hello" };
  /** Each gives the rooms that the answer tells of. */
  const ways: Record<string, () => Promise<string[]>> = {
    room: async () => [(await api.room(room)).id],
    history: async () => (await api.history(room, { limit: 1 })).messages.map((message) => message.room),
    sending: async () => [(await api.send(room, intrusion)).room],
    "search in the room": async () =>
      (await searchMessages(http, { q: word, room })).hits.map(({ message }) => message.room),
    "search everywhere": async () => (await searchMessages(http, { q: word })).hits.map(({ message }) => message.room),
    list: async () => (await api.rooms()).map(({ id }) => id),
    socket: () => enter(room, chatter),
  };
  let refusals = 0;
  for (const [by, look] of Object.entries(ways)) {
    try {
      for (const told of await look()) chatter.journal.saw(told, by);
    } catch (error) {
      if (error instanceof ApiError && error.code === "not_found") refusals++;
    }
  }
  return refusals;
}

/** Gives the room as soon as it says anything at all. */
function enter(room: string, { line, device }: Chatter): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => resolve([])), REFUSED_WITHIN_MS);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      end();
      socket.close();
    };
    const socket = createRoomSocket({
      origin: line.origin,
      roomId: room,
      ticket: () => device().api.ticket(),
      onFrame: () => settle(() => resolve([room])),
      onStatus: (status) => {
        if (status.state !== "ended" || status.code === undefined) return;
        const { code } = status;
        settle(() => reject(code === CLOSE.notFound ? new ApiError("not_found", "refused") : new Error(`${code}`)));
      },
    });
  });
}
