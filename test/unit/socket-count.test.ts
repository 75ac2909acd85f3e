import { describe, expect, it } from "vitest";
import { SocketCount } from "../../worker/inbox/socket-count.ts";
import { random } from "../support/random.ts";

/** One person's sockets as they really are, and an inbox that only hears what the protocol between the objects tells it. */
class World {
  readonly limit: number;
  readonly rooms = new Map<string, number>();
  /** Upgrades that the inbox let pass; `isIn` once the room has them. */
  readonly onTheirWay: { roomId: string; isIn: boolean; found: number | undefined }[] = [];
  readonly #stored = new Map<string, number>();
  now = 1_700_000_000_000;
  asked = 0;
  written = 0;
  #count!: SocketCount;

  constructor(limit: number) {
    this.limit = limit;
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
    const ask = async (_: string, roomId: string) => {
      this.asked++;
      return this.rooms.get(roomId) ?? 0;
    };
    this.#count = new SocketCount(store, ask, () => this.now);
  }

  async knock(roomId: string): Promise<boolean> {
    const mayPass = await this.#count.admit("user", roomId, () => this.limit);
    if (mayPass) this.onTheirWay.push({ roomId, isIn: false, found: undefined });
    return mayPass;
  }

  /** The room takes it in, or does not. */
  enter(index: number, isTaken = true): void {
    const upgrade = this.onTheirWay[index];
    if (!upgrade || upgrade.isIn) return;
    upgrade.isIn = true;
    if (isTaken) {
      upgrade.found = (this.rooms.get(upgrade.roomId) ?? 0) + 1;
      this.rooms.set(upgrade.roomId, upgrade.found);
    }
  }

  /** The inbox hears of it, in whatever order. */
  hear(index: number): void {
    const [upgrade] = this.onTheirWay.splice(index, 1);
    if (upgrade) this.#count.arrived(upgrade.roomId, upgrade.found);
  }

  async open(roomId: string): Promise<boolean> {
    if (!(await this.knock(roomId))) return false;
    this.enter(this.onTheirWay.length - 1);
    this.hear(this.onTheirWay.length - 1);
    return true;
  }

  close(roomId: string): void {
    const sockets = this.rooms.get(roomId) ?? 0;
    if (sockets > 0) this.rooms.set(roomId, sockets - 1);
  }

  get standing(): number {
    let open = 0;
    for (const sockets of this.rooms.values()) open += sockets;
    return open + this.onTheirWay.filter(({ isIn }) => !isIn).length;
  }
}

describe("S30 sockets of one person", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "are never more than the limit, and never refused below it (seed %i)",
    async (seed) => {
      const { below, pick } = random(seed);
      const world = new World(5);
      const rooms = ["global", "dm:a:b", "dm:a:c", "dm:a:d"];
      for (let step = 0; step < 600; step++) {
        world.now += below(400);
        switch (pick(["knock", "knock", "enter", "refuse", "hear", "hear", "close", "close", "settle"])) {
          case "knock":
            await world.knock(pick(rooms));
            break;
          case "enter":
            world.enter(below(world.onTheirWay.length + 1));
            break;
          case "refuse":
            world.enter(below(world.onTheirWay.length + 1), false);
            break;
          case "hear": {
            const index = below(world.onTheirWay.length + 1);
            if (world.onTheirWay[index]?.isIn) world.hear(index);
            break;
          }
          case "close":
            world.close(pick(rooms));
            break;
          case "settle": {
            while (world.onTheirWay.length > 0) {
              const index = below(world.onTheirWay.length);
              world.enter(index, below(4) > 0);
              world.hear(index);
            }
            if (below(2) > 0) world.sleep();
            world.now += 1_000;
            const hasPlace = world.standing < world.limit;
            expect(await world.open(pick(rooms)), `step ${step}: ${world.standing} are open`).toBe(hasPlace);
            break;
          }
        }
        expect(world.standing, `step ${step}`).toBeLessThanOrEqual(world.limit);
      }
    },
  );

  it("pass a flood of knocks at once only up to the limit", async () => {
    const world = new World(20);
    const passed = await Promise.all(Array.from({ length: 500 }, (_, n) => world.knock(`dm:a:${n % 50}`)));
    expect(passed.filter(Boolean)).toHaveLength(20);
    // And the rooms are not asked again for each that knocks.
    expect(world.asked).toBeLessThanOrEqual(20);
  });

  it("that come back to the same rooms again and again cost no row and ask no room", async () => {
    const world = new World(20);
    for (const roomId of ["global", "dm:a:b"]) await world.open(roomId);
    expect(world.written).toBe(2);
    for (let n = 0; n < 200; n++) {
      const roomId = n % 2 === 0 ? "global" : "dm:a:b";
      world.close(roomId);
      if (n % 3 === 0) world.sleep();
      expect(await world.open(roomId)).toBe(true);
    }
    expect(world.written).toBe(2);
    expect(world.asked).toBe(0);
  });

  it("that wander through many rooms ask few of them and write little", async () => {
    const world = new World(20);
    for (let n = 0; n < 200; n++) {
      const roomId = `dm:a:${n % 60}`;
      expect(await world.open(roomId)).toBe(true);
      world.close(roomId);
      world.now += 60_000;
      world.sleep();
    }
    expect(world.asked).toBeLessThanOrEqual(200);
    expect(world.written).toBeLessThanOrEqual(400);
  });

  it("that were let pass and never came are forgotten after half a minute", async () => {
    const world = new World(2);
    for (const roomId of ["global", "dm:a:b"]) expect(await world.knock(roomId)).toBe(true);
    expect(await world.knock("global")).toBe(false);
    world.onTheirWay.length = 0;
    world.now += 31_000;
    expect(await world.knock("global")).toBe(true);
  });
});
