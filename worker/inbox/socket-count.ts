/** An upgrade that was let pass and of which nothing was heard is not coming any more. */
const LOST_AFTER_MS = 30_000;
/** Whoever stands at the limit and knocks on must not keep all rooms busy with being counted. */
const RECOUNT_EVERY_MS = 250;

/** Where the counts outlive the sleep of the object: at least as many sockets as each room has. */
export interface SocketStore {
  /** Rooms that may have sockets. */
  load(): Iterable<[string, number]>;
  save(roomId: string, sockets: number): void;
}

interface InRoom {
  /** At least as many as are open there or on their way. */
  most: number;
  /** What is written down; never below what was open there when the last upgrade arrived. */
  saved: number;
  onTheirWay: number;
  letPassAt: number;
  /** Several were on their way at once: what one of them found there says nothing of the others. */
  isMixed: boolean;
}

/**
 * At least as many sockets of one person as are open in all rooms together, so that the limit is never passed; exact where it matters, because near the
 * limit the rooms themselves are asked.
 *
 * Cheap, because what a join finds in its room comes back with it: whoever comes back to a room ten times is still counted once,
 * and nothing is written. A row is written when there are more sockets in a room than ever, and when rooms were asked.
 * A closing is not told.
 */
export class SocketCount {
  readonly #store: SocketStore;
  readonly #ask: (userId: string, roomId: string) => Promise<number>;
  readonly #now: () => number;
  readonly #rooms = new Map<string, InRoom>();
  #admitting: Promise<unknown> = Promise.resolve();
  #recountedAt = Number.NEGATIVE_INFINITY;

  /** @param ask how many sockets the room really has */
  constructor(store: SocketStore, ask: (userId: string, roomId: string) => Promise<number>, now = Date.now) {
    this.#store = store;
    this.#ask = ask;
    this.#now = now;
    for (const [roomId, saved] of store.load()) this.#rooms.set(roomId, inRoom(saved));
  }

  /** Lets another socket pass to `roomId`, or to none of the rooms, unless there are `limit` already. One at a time. */
  admit(userId: string, roomId: string | undefined, limit: () => number): Promise<boolean> {
    const admitted = this.#admitting.then(async () => {
      if (this.#total() >= limit()) await this.#recount(userId);
      if (this.#total() >= limit()) return false;
      if (roomId !== undefined) this.#letPass(roomId);
      return true;
    });
    this.#admitting = admitted.catch(() => undefined);
    return admitted;
  }

  /** What was let pass has arrived: its room has `sockets` of this person now. `undefined`: the room did not take it. */
  arrived(roomId: string, sockets: number | undefined): void {
    const room = this.#rooms.get(roomId) ?? inRoom(0);
    this.#rooms.set(roomId, room);
    // After a sleep nobody remembers which were on their way.
    const isAlone = room.onTheirWay === 1 && !room.isMixed;
    if (isAlone) room.most = sockets ?? Math.max(0, room.most - 1);
    else room.most = Math.max(room.most, sockets ?? 0);
    room.onTheirWay = Math.max(0, room.onTheirWay - 1);
    if (room.onTheirWay === 0) room.isMixed = false;
    if (room.most > room.saved) this.#save(roomId, room);
  }

  #letPass(roomId: string): void {
    const room = this.#rooms.get(roomId) ?? inRoom(0);
    this.#rooms.set(roomId, room);
    this.#forgetLost(room);
    room.most++;
    room.onTheirWay++;
    room.letPassAt = this.#now();
    if (room.onTheirWay > 1) room.isMixed = true;
    // With the row that the first socket to a room writes anyway.
    if (room.saved === 0) this.#save(roomId, room);
  }

  async #recount(userId: string): Promise<void> {
    if (this.#now() - this.#recountedAt < RECOUNT_EVERY_MS) return;
    const counts = Array.from(this.#rooms, async ([roomId, room]) => {
      if (room.most === 0) return;
      const sockets = await this.#ask(userId, roomId);
      this.#forgetLost(room);
      // Those on their way may be there already. Once too often is mended when they arrive; once too few would pass the limit.
      room.most = sockets + room.onTheirWay;
      if (room.most !== room.saved) this.#save(roomId, room);
    });
    // A room that cannot be asked keeps its count.
    await Promise.allSettled(counts);
    this.#recountedAt = this.#now();
  }

  #forgetLost(room: InRoom): void {
    if (this.#now() - room.letPassAt < LOST_AFTER_MS) return;
    room.onTheirWay = 0;
    room.isMixed = false;
  }

  #save(roomId: string, room: InRoom): void {
    room.saved = room.most;
    this.#store.save(roomId, room.most);
  }

  #total(): number {
    let total = 0;
    for (const { most } of this.#rooms.values()) total += most;
    return total;
  }
}

function inRoom(saved: number): InRoom {
  return { most: saved, saved, onTheirWay: 0, letPassAt: 0, isMixed: false };
}
