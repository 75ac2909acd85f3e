import { describe, expect, it } from "vitest";
import { attempt, FORGOTTEN_AFTER_MS, type Tally, takeBack } from "../../worker/gate/tally.ts";

const MINUTE = 60_000;
const START = 1_700_000_000_000;

/** Tries as fast as it is let, for so long; returns how many tries passed and what the waits were. */
function guess(forMs: number, perMinute: number) {
  let tally: Tally | undefined;
  let passed = 0;
  const waits: number[] = [];
  for (let now = START; now < START + forMs; ) {
    const tried = attempt(tally, perMinute, now);
    tally = tried.tally;
    if (tried.waitMs === 0) passed++;
    else waits.push(tried.waitMs);
    now += tried.waitMs || 1;
  }
  return { passed, waits };
}

describe("H7 attempts at a password", () => {
  it("are so many a minute, and no more however many come at once", () => {
    let tally: Tally | undefined;
    const waits = Array.from({ length: 15 }, () => {
      const tried = attempt(tally, 10, START);
      tally = tried.tally;
      return tried.waitMs;
    });
    expect(waits).toEqual([...Array(10).fill(0), ...Array(5).fill(MINUTE)]);
  });

  it("wait twice as long each time they are used up, up to a quarter of an hour", () => {
    const { waits } = guess(2 * 60 * MINUTE, 10);
    expect(waits.slice(0, 6).map((wait) => wait / MINUTE)).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it("come to less than a thousand in a day of guessing", () => {
    expect(guess(24 * 60 * MINUTE, 10).passed).toBeLessThan(1_000);
  });

  it("do not wait longer for knocking meanwhile", () => {
    let { tally } = attempt(undefined, 1, START);
    for (let n = 0; n < 100; n++) tally = attempt(tally, 1, START + n).tally;
    expect(attempt(tally, 1, START + MINUTE + 1).waitMs).toBe(0);
  });

  it("that were right do not count, and make no guess before them undone", () => {
    let tally: Tally | undefined;
    for (let n = 0; n < 100; n++) {
      const tried = attempt(tally, 3, START + n);
      expect(tried.waitMs).toBe(0);
      tally = takeBack(tried.tally);
    }
    for (let n = 0; n < 4; n++) tally = attempt(tally, 3, START + 200).tally;
    expect(attempt(tally, 3, START + 201).waitMs).toBeGreaterThan(0);
    if (tally) expect(attempt(takeBack(tally), 3, START + 202).waitMs).toBeGreaterThan(0);
  });

  it("start afresh after an hour without any", () => {
    let tally: Tally | undefined;
    let now = START;
    for (let n = 0; n < 51; n++) {
      const tried = attempt(tally, 1, now);
      tally = tried.tally;
      now += tried.waitMs;
    }
    expect(attempt(tally, 1, now).waitMs).toBe(15 * MINUTE);
    const later = now + 15 * MINUTE + FORGOTTEN_AFTER_MS;
    tally = attempt(tally, 1, later).tally;
    expect(attempt(tally, 1, later).waitMs).toBe(MINUTE);
  });
});
