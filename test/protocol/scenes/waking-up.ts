import { afterAll, describe, expect, it } from "vitest";
import { goToSleep } from "../nap.ts";

describe("a room that was left alone", () => {
  it("S5 was put to sleep within 15 s, under its sockets and their pings, and wakes with everything in place", async () => {
    const { sleepers, room, alice, bob, spoken, waking } = await goToSleep();
    // The one wait for time to pass; it began before the scenes between.
    const { wokenBefore, wokenAfter } = await waking;
    expect(wokenAfter - wokenBefore, "times that its object was made again").toBe(1);
    const [atAlice, atBob] = sleepers;
    for (const one of sleepers) {
      expect(one.isOpen()).toBe(true);
      expect(one.pongs).toBeGreaterThan(5);
    }
    expect(atAlice.of("known")).toMatchObject([{ message: { id: spoken, seq: 1, rev: 1 } }]);
    const frames = [
      { prev: 0, rev: 1 },
      { prev: 1, rev: 2, messages: [{ seq: 1, reactions: { "🌅": [alice.id] } }] },
    ];
    for (const one of sleepers) expect(one.of("messages")).toMatchObject(frames);
    expect(atBob.of("known")).toEqual([]);
    const [welcome] = (await bob.join(room)).frames;
    expect(welcome).toMatchObject({ rev: 2, online: expect.arrayContaining([alice.id, bob.id]), count: 2 });
  });

  afterAll(async () => {
    for (const one of (await goToSleep()).sleepers) one.close();
  });
});
