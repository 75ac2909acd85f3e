import { describe, expect, it } from "vitest";
import { Usage } from "../../worker/inbox/usage.ts";

const START = 1_700_000_000_000;
const MINUTE = 60_000;

/** What outlives the sleep of an object, and how often it was written to. */
class Storage {
  readonly #values = new Map<string, unknown>();
  writes = 0;

  get = (key: string) => this.#values.get(key);
  put = (key: string, value: unknown) => {
    this.writes++;
    this.#values.set(key, value);
  };
  delete = (key: string) => this.#values.delete(key);
  list = () => this.#values.entries();
}

const wake = (storage: Storage) => new Usage(storage, () => {});

/** Calls as long as it is let, at most so often. */
function call(usage: Usage, times: number, now: number, perMinute = 160): number {
  let passed = 0;
  while (passed < times && usage.take("searches", perMinute, MINUTE, now) === 0) passed++;
  return passed;
}

describe("H7 calls of one person", () => {
  it.each([1, 2, 3, 5, 16, 60, 120, 600])("pass %i times a minute, and then again", (perMinute) => {
    const usage = wake(new Storage());
    expect(call(usage, 10_000, START, perMinute)).toBe(perMinute);
    const wait = usage.take("searches", perMinute, MINUTE, START + 1_000);
    expect(wait).toBe(MINUTE - 1_000);
    expect(usage.take("history", perMinute, MINUTE, START)).toBe(0);
    expect(call(usage, 10_000, START + MINUTE, perMinute)).toBe(perMinute);
  });

  it("gain next to nothing by letting the object fall asleep", () => {
    const storage = new Storage();
    let passed = 0;
    for (let sleeps = 0; sleeps < 6; sleeps++) passed += call(wake(storage), 80, START + sleeps * 10_000);
    expect(passed).toBeLessThanOrEqual(160);
    expect(passed).toBeGreaterThan(140);
    expect(call(wake(storage), 1, START + 59_999)).toBe(0);
    expect(call(wake(storage), 1, START + MINUTE)).toBe(1);
  });

  it("pass at most six sixteenths more, whatever the moments of sleep", () => {
    const storage = new Storage();
    let passed = 0;
    // The worst that can be done: never enough to be written down, until the last waking.
    for (let sleeps = 0; sleeps < 6; sleeps++) passed += call(wake(storage), 10, START + sleeps * 10_000);
    passed += call(wake(storage), 1_000, START + 59_999);
    expect(passed).toBeLessThanOrEqual(160 * (1 + 6 / 16));
  });

  it("are all written down where they are counted for an hour: that is time for hundreds of sleeps", () => {
    const storage = new Storage();
    let passed = 0;
    for (let sleeps = 0; sleeps < 300; sleeps++) {
      if (wake(storage).take("exports", 6, 60 * MINUTE, START + sleeps * 11_000) === 0) passed++;
    }
    expect(passed).toBeLessThanOrEqual(6);
    expect(passed).toBeGreaterThan(0);
  });

  it("cost no row now and then, and one for a sixteenth of the limit in a flood", () => {
    const storage = new Storage();
    const usage = wake(storage);
    for (let minute = 0; minute < 10; minute++) call(usage, 10, START + minute * MINUTE);
    expect(storage.writes).toBe(0);
    call(usage, 1_000, START + 20 * MINUTE);
    expect(storage.writes).toBe(15);
    expect(usage.sweep(START + 20 * MINUTE + 59_999)).toBe(START + 21 * MINUTE);
    expect(usage.sweep(START + 21 * MINUTE)).toBeUndefined();
  });
});
