import { expect, it } from "vitest";
import { untilRetryMs } from "../../worker/inbox/due.ts";

it("what is tried again comes at times of its own, however often it is asked when", () => {
  const HOUR = 3_600_000;
  const due = (now: number) => now + untilRetryMs(0, now);
  expect([0, 1, 4_999].map(due)).toEqual([5_000, 5_000, 5_000]);
  expect([5_000, 9_999].map(due)).toEqual([10_000, 10_000]);
  expect([150_000, 159_999, 160_000].map(due)).toEqual([160_000, 160_000, 320_000]);
  expect([HOUR - 1, HOUR, 2 * HOUR - 1, 2 * HOUR].map(due)).toEqual([HOUR, 2 * HOUR, 2 * HOUR, 3 * HOUR]);
});
