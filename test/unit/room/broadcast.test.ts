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

it("after a frame with few messages the next one waits 32 ms, after one with many 16", async () => {
  const { say, heard } = room(2);
  say();
  say(20);
  await vi.advanceTimersByTimeAsync(31);
  expect(heard()).toEqual([1]);
  await vi.advanceTimersByTimeAsync(1);
  expect(heard()).toEqual([20]);
  say(20);
  await vi.advanceTimersByTimeAsync(15);
  expect(heard()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(heard()).toEqual([20]);
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
