import { GLOBAL_ROOM_ID } from "../protocol.ts";
import type { Found, Knock } from "../room/admission.ts";

/** Whoever stands at the limit and knocks on must not keep all rooms busy with being counted. */
const RECOUNT_EVERY_MS = 250;
/** Everybody's first socket in the global room comes in without being counted here, so one there counts always. */
const UNCOUNTED = 1;

/** Where the counts outlive the sleep of the object: at least as many sockets as each room has. */
export interface SocketStore {
  /** Rooms that may have sockets. */
  load(): Iterable<[string, number]>;
  save(roomId: string, sockets: number): void;
}

interface InRoom {
  /** At least as many as are open there or on their way. */
  most: number;
  /** What is written down, or goes without saying; never below what is there. */
  saved: number;
  /** Who was let in last, by the id of the knock. */
  admitted: string | undefined;
}

/**
 * At least as many sockets of one person as are open in all rooms together, so that the limit is never passed; exact where it matters, because near the
 * limit the rooms themselves are asked.
 *
 * Cheap, because a room that asks for one more says how many it has: whoever comes back to a room ten times is still counted once,
 * and nothing is written. A row is written when there are more sockets in a room than ever, and when rooms were asked.
 * A closing is not told.
 */
export class SocketCount {
  readonly #store: SocketStore;
  readonly #ask: (userId: string, roomId: string) => Promise<Found>;
  readonly #now: () => number;
  readonly #rooms = new Map<string, InRoom>();
  #admitting: Promise<unknown> = Promise.resolve();
  #recountedAt = Number.NEGATIVE_INFINITY;

  /** @param ask how many sockets the room really has */
  constructor(store: SocketStore, ask: (userId: string, roomId: string) => Promise<Found>, now = Date.now) {
    this.#store = store;
    this.#ask = ask;
    this.#now = now;
    for (const [roomId, saved] of store.load()) this.#rooms.set(roomId, { ...unheardOf(roomId), most: saved, saved });
    this.#inRoom(GLOBAL_ROOM_ID);
  }

  /** Lets in another socket, to the room that knocks or to none, unless there are `limit` already. One at a time. */
  admit(userId: string, knock: Knock | undefined, limit: () => number): Promise<boolean> {
    const admitted = this.#admitting.then(async () => {
      const room = knock && this.#inRoom(knock.roomId);
      if (room) room.most = knock.open;
      if (this.#total() >= limit()) await this.#recount(userId, knock?.roomId);
      if (this.#total() >= limit()) return false;
      if (room) {
        room.most = knock.open + 1;
        room.admitted = knock.id;
        if (room.most > room.saved) this.#save(knock.roomId, room);
      }
      return true;
    });
    this.#admitting = admitted.catch(() => undefined);
    return admitted;
  }

  /** Asks every room but the one that has just said it. */
  async #recount(userId: string, knocking: string | undefined): Promise<void> {
    if (this.#now() - this.#recountedAt < RECOUNT_EVERY_MS) return;
    const counts = Array.from(this.#rooms, async ([roomId, room]) => {
      if (room.most === 0 || roomId === knocking) return;
      const { open, entering } = await this.#ask(userId, roomId);
      // Who was let in may not be in yet; whoever else is at the door there has not been asked about.
      room.most = open + (entering !== undefined && entering === room.admitted ? 1 : 0);
      if (Math.max(room.most, uncountedIn(roomId)) !== room.saved) this.#save(roomId, room);
    });
    // A room that cannot be asked keeps its count.
    await Promise.allSettled(counts);
    this.#recountedAt = this.#now();
  }

  #inRoom(roomId: string): InRoom {
    const room = this.#rooms.get(roomId) ?? unheardOf(roomId);
    this.#rooms.set(roomId, room);
    return room;
  }

  #save(roomId: string, room: InRoom): void {
    room.saved = Math.max(room.most, uncountedIn(roomId));
    this.#store.save(roomId, room.saved);
  }

  #total(): number {
    let total = 0;
    for (const { most } of this.#rooms.values()) total += most;
    return total;
  }
}

function unheardOf(roomId: string): InRoom {
  const most = uncountedIn(roomId);
  return { most, saved: most, admitted: undefined };
}

const uncountedIn = (roomId: string) => (roomId === GLOBAL_ROOM_ID ? UNCOUNTED : 0);
