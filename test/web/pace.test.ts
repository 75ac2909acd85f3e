import { describe, expect, test } from "vitest";
import { createPace } from "../../web/models/pace.ts";

/** How many rows the next step has, after so many of them of which each row took `msEach`, and each step `msMore` beside that. */
function paceAfter(steps: number, msEach: number, msMore = 0, pace = createPace()): number {
  for (let step = 0; step < steps; step++) pace.took(pace.rows() * msEach + msMore);
  return pace.rows();
}

describe("drawing history step by step", () => {
  test("takes on more where drawing is quick, up to an end", () => {
    expect(paceAfter(1, 0.1)).toBeGreaterThan(createPace().rows());
    expect(paceAfter(100, 0.1)).toBe(paceAfter(200, 0.1));
    expect(paceAfter(100, 0.1)).toBe(10);
  });

  test("settles where a step takes as long as it may", () => {
    const pace = createPace();
    paceAfter(100, 1, 2, pace);
    const taken = Array.from({ length: 20 }, () => {
      const ms = pace.rows() * 1 + 2;
      pace.took(ms);
      return ms;
    });
    expect(Math.max(...taken)).toBeLessThan(10);
    expect(taken.reduce((sum, ms) => sum + ms, 0) / taken.length).toBeGreaterThan(6);
  });

  test("goes on, however slow the device is", () => {
    expect(paceAfter(100, 50)).toBeGreaterThan(0);
    expect(paceAfter(1, 1_000)).toBe(paceAfter(100, 50));
  });

  test("recovers from a single step that was held up", () => {
    const pace = createPace();
    paceAfter(20, 0.1, 0, pace);
    pace.took(500);
    expect(pace.rows()).toBeLessThan(10);
    expect(paceAfter(20, 0.1, 0, pace)).toBe(10);
  });
});
