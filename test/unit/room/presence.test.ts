import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ServerFrame } from "../../../worker/protocol.ts";
import { Presence } from "../../../worker/room/presence.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("S19: is told at once, then at most once a second, and only where it changed", async () => {
  const people = new Set(["ann"]);
  const told: ServerFrame[] = [];
  const presence = new Presence(people, (frame) => told.push(frame));
  presence.changed();
  expect(told).toEqual([{ type: "presence", online: ["ann"], count: 1 }]);
  for (const id of ["bob", "eve"]) {
    people.add(id);
    presence.changed();
  }
  await vi.advanceTimersByTimeAsync(999);
  expect(told).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(told.slice(1)).toEqual([{ type: "presence", online: ["ann", "bob", "eve"], count: 3 }]);
  people.delete("eve");
  presence.changed();
  people.add("eve");
  presence.changed();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toHaveLength(2);
});

it("S19: names up to a hundred people, and counts more", () => {
  const people = new Set(Array.from({ length: 100 }, (_, n) => `user${n}`));
  const presence = new Presence(people, () => {});
  expect(presence.now()).toEqual({ online: [...people], count: 100 });
  people.add("one more");
  expect(presence.now()).toEqual({ online: null, count: 101 });
});
