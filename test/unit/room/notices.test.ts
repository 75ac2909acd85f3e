import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Notices } from "../../../worker/room/notices.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("S26: whoever is in the room is told at most once in 2 s, whoever is away sooner, and neither once for each message", async () => {
  const told: string[] = [];
  const notices = new Notices(
    (userId) => userId === "here",
    async (userId) => void told.push(userId),
  );
  const tellBoth = () => {
    for (const userId of ["here", "away"]) notices.tell(userId);
  };
  tellBoth();
  expect(told).toEqual(["here", "away"]);
  await vi.advanceTimersByTimeAsync(0);
  for (let n = 0; n < 10; n++) tellBoth();
  await vi.advanceTimersByTimeAsync(249);
  expect(told).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(told.slice(2)).toEqual(["away"]);
  await vi.advanceTimersByTimeAsync(1_749);
  expect(told).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(1);
  expect(told.slice(3)).toEqual(["here"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toHaveLength(4);
});
