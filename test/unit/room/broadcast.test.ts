import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Message, MessagesFrame } from "../../../worker/protocol.ts";
import { Broadcast, type Listener } from "../../../worker/room/broadcast.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A room of so many, and what one of them is sent. */
function room(people: number) {
  const frames: MessagesFrame[] = [];
  const others = Array.from({ length: people - 1 }, () => ({ sendCounted: () => {} }));
  const everybody = new Set<Listener>([{ sendCounted: (text) => frames.push(JSON.parse(text)) }, ...others]);
  const broadcast = new Broadcast(everybody, 0);
  let seq = 0;
  return {
    say(count = 1) {
      for (let n = 0; n < count; n++) broadcast.add({ seq: ++seq, rev: seq } as Message);
    },
    /** How many messages each frame had since it was asked last. */
    heard: () => frames.splice(0).map(({ messages }) => messages.length),
  };
}

it("the first message goes out at once, and so does the next after a pause", async () => {
  const { say, heard } = room(2);
  say();
  expect(heard()).toEqual([1]);
  await vi.advanceTimersByTimeAsync(32);
  say();
  expect(heard()).toEqual([1]);
});

it.each([
  [1, 32],
  [2, 32],
  [3, 64],
  [7, 64],
  [8, 16],
  [50, 16],
])("after a frame with %d messages the next one waits %d ms", async (size, waitMs) => {
  const { say, heard } = room(2);
  say();
  say(size);
  await vi.advanceTimersByTimeAsync(32);
  expect(heard()).toEqual([1, size]);
  say();
  await vi.advanceTimersByTimeAsync(waitMs - 1);
  expect(heard()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(heard()).toEqual([1]);
});

it("in a large room frames are further apart", async () => {
  const { say, heard } = room(1_000);
  say();
  say();
  await vi.advanceTimersByTimeAsync(63);
  expect(heard()).toEqual([1]);
  await vi.advanceTimersByTimeAsync(1);
  expect(heard()).toEqual([1]);
});
