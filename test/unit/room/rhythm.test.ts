import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { rhythm } from "../../../worker/room/rhythm.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("what goes out goes at once and then gathered, and much of it before its time, one after the other", async () => {
  let runs = 0;
  let finish = () => {};
  const beat = rhythm(1_000, () => {
    runs++;
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  beat.hurry();
  expect(runs).toBe(0);
  beat.touch();
  expect(runs).toBe(1);
  // It is on its way: what comes meanwhile is the next one's.
  beat.touch();
  beat.hurry();
  expect(runs).toBe(1);
  finish();
  await vi.advanceTimersByTimeAsync(999);
  expect(runs).toBe(1);
  beat.hurry();
  expect(runs).toBe(2);
  finish();
  // The timer of before is not one more.
  await vi.advanceTimersByTimeAsync(5_000);
  expect(runs).toBe(2);
});
