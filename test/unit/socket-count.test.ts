import { describe, expect, it } from "vitest";
import { SocketCount } from "../../worker/inbox/socket-count.ts";
import { Admission } from "../../worker/room/admission.ts";
import { random } from "../support/random.ts";

const USER = "user";
const TOO_MANY = 4429;

/** A room with its real door, and sockets that are only counted. */
class Door {
  open = 0;
  readonly #world: World;
  readonly #roomId: string;
  readonly #marks = new Map<string, true>();
  admission!: Admission;

  constructor(world: World, roomId: string) {
    this.#world = world;
    this.#roomId = roomId;
    this.wake();
  }

  /** Its sockets stay while it sleeps. */
  wake(): void {
    this.admission = new Admission({
      roomId: this.#roomId,
      store: {
        put: (key, value) => void this.#marks.set(key, value),
        delete: (key) => this.#marks.delete(key),
        list: () => [...this.#marks],
      },
      openOf: () => this.open,
      limit: () => this.#world.limit,
      newId: () => `knock-${++this.#world.knocks}`,
      ask: async (userId, _, knock) => {
        this.#world.askedInbox++;
        await this.#world.travel();
        const isAdmitted = await this.#world.count.admit(userId, knock, () => this.#world.limit);
        await this.#world.travel();
        return isAdmitted ? undefined : TOO_MANY;
      },
    });
  }

  /** Whether a socket came in. `isTaken`: the room has nothing against it. */
  async knock(isTaken = true): Promise<boolean> {
    const answer = await this.admission.admit({ userId: USER, sessionId: "session" }, () => {
      if (isTaken) this.open++;
      this.#world.check();
      return new Response(null);
    });
    return answer instanceof Response && isTaken;
  }
}

/** One person's sockets, the rooms they are in and the inbox, which know of each other only by asking. */
class World {
  readonly limit: number;
  readonly #random: ReturnType<typeof random>;
  readonly #rooms = new Map<string, Door>();
  readonly #stored = new Map<string, number>();
  now = 1_700_000_000_000;
  knocks = 0;
  askedRooms = 0;
  askedInbox = 0;
  written = 0;
  count!: SocketCount;

  constructor(limit: number, seed = 1) {
    this.limit = limit;
    this.#random = random(seed);
    this.sleep();
  }

  /** Memory is gone, what was written stays. Only while nothing is on its way: it takes ten seconds of silence. */
  sleep(): void {
    const store = {
      load: () => [...this.#stored].filter(([, sockets]) => sockets > 0),
      save: (roomId: string, sockets: number) => {
        this.written++;
        this.#stored.set(roomId, sockets);
      },
    };
    const ask = async (userId: string, roomId: string) => {
      this.askedRooms++;
      await this.travel();
      const found = this.room(roomId).admission.found(userId);
      await this.travel();
      return found;
    };
    this.count = new SocketCount(store, ask, () => this.now);
  }

  room(roomId: string): Door {
    const room = this.#rooms.get(roomId) ?? new Door(this, roomId);
    this.#rooms.set(roomId, room);
    return room;
  }

  get standing(): number {
    let open = 0;
    for (const room of this.#rooms.values()) open += room.open;
    return open;
  }

  check(): void {
    expect(this.standing).toBeLessThanOrEqual(this.limit);
  }

  /** A call between objects takes a while, and another one may overtake it. */
  async travel(): Promise<void> {
    for (let hops = this.#random.below(8); hops > 0; hops--) await Promise.resolve();
  }
}

describe("S30 sockets of one person", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "are never more than the limit, and never refused below it (seed %i)",
    async (seed) => {
      const { below, pick } = random(seed);
      const world = new World(1 + (seed % 5), seed);
      const rooms = ["global", "dm:a:b", "dm:a:c", "dm:a:d"];
      let knocks: Promise<unknown>[] = [];
      for (let step = 0; step < 800; step++) {
        world.now += below(400);
        const room = world.room(pick(rooms));
        switch (pick(["knock", "knock", "refuse", "close", "close", "settle"])) {
          case "knock":
            knocks.push(room.knock());
            await world.travel();
            break;
          case "refuse":
            knocks.push(room.knock(false));
            await world.travel();
            break;
          case "close":
            room.open = Math.max(0, room.open - 1);
            break;
          case "settle": {
            await Promise.all(knocks);
            knocks = [];
            if (below(2) > 0) world.sleep();
            if (below(2) > 0) room.wake();
            world.now += 1_000;
            const hasPlace = world.standing < world.limit;
            expect(await room.knock(), `step ${step}: ${world.standing} are open`).toBe(hasPlace);
            break;
          }
        }
      }
    },
  );

  it("pass a flood of knocks at once only up to the limit", async () => {
    const world = new World(20);
    const knocks = Array.from({ length: 500 }, (_, n) => world.room(n % 7 === 0 ? "global" : `dm:a:${n % 50}`).knock());
    expect((await Promise.all(knocks)).filter(Boolean)).toHaveLength(20);
    // And the rooms are not asked again for each that knocks.
    expect(world.askedRooms).toBeLessThanOrEqual(50);
  });

  it("that come back to the same rooms again and again cost no row and ask no room", async () => {
    const world = new World(20);
    for (const roomId of ["global", "dm:a:b"]) await world.room(roomId).knock();
    expect(world.written).toBe(1);
    for (let n = 0; n < 200; n++) {
      const room = world.room(n % 2 === 0 ? "global" : "dm:a:b");
      room.open--;
      if (n % 3 === 0) world.sleep();
      expect(await room.knock()).toBe(true);
    }
    expect(world.written).toBe(1);
    expect(world.askedRooms).toBe(0);
    // Nor is the inbox asked for the one in the global room.
    expect(world.askedInbox).toBe(101);
  });

  it("that wander through many rooms ask few of them and write little", async () => {
    const world = new World(20);
    for (let n = 0; n < 200; n++) {
      const room = world.room(`dm:a:${n % 60}`);
      expect(await room.knock()).toBe(true);
      room.open--;
      world.now += 60_000;
      world.sleep();
    }
    expect(world.askedRooms).toBeLessThanOrEqual(250);
    expect(world.written).toBeLessThanOrEqual(400);
  });

  it("may all be elsewhere than in the global room, where then not even the first comes in", async () => {
    const world = new World(3);
    for (const roomId of ["dm:a:b", "dm:a:c", "dm:a:d"]) expect(await world.room(roomId).knock()).toBe(true);
    const global = world.room("global");
    expect(await global.knock()).toBe(false);
    global.wake();
    world.sleep();
    expect(await global.knock()).toBe(false);
    world.room("dm:a:b").open = 0;
    world.now += 1_000;
    expect(await global.knock()).toBe(true);
    expect(await world.room("dm:a:b").knock()).toBe(false);
  });
});
