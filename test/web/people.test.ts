import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { applyFrame, applyPage, emptyTimeline, messageAt } from "../../web/client/timeline.ts";
import { createPeople } from "../../web/models/people.ts";
import { createQuotes } from "../../web/models/quotes.ts";
import type { Person } from "../../worker/protocol.ts";
import { alice, bob, message, welcome } from "./support/room-log.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("who is who", () => {
  function open(answer: (ids: readonly string[]) => Promise<Person[]>) {
    const calls: (readonly string[])[] = [];
    const people = createPeople({
      people: (ids) => {
        calls.push(ids);
        return answer(ids);
      },
    });
    return { people, calls };
  }

  test("is asked for once and together, and only about those who are not known", async () => {
    const { people, calls } = open(async () => [bob]);
    people.note([alice]);
    people.want([alice.id, bob.id]);
    people.want([bob.id, "nobody"]);
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([[bob.id, "nobody"]]);
    expect(people.known.value.get(bob.id)).toEqual(bob);
    people.want([bob.id, "nobody"]);
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toHaveLength(1);
  });

  test("is asked for again where there was no answer, a hundred at a time", async () => {
    let isAway = true;
    const { people, calls } = open(async (ids) => {
      if (isAway) throw new Error("away");
      return ids.map((id) => ({ id, username: id, displayName: id }));
    });
    const crowd = Array.from({ length: 130 }, (_, index) => `user${index}`);
    people.want(crowd);
    await vi.advanceTimersByTimeAsync(200);
    isAway = false;
    people.want(crowd);
    await vi.advanceTimersByTimeAsync(200);
    expect(calls.map(({ length }) => length)).toEqual([100, 30, 100, 30]);
    expect(people.known.value.size).toBe(130);
  });

  test("follows a new name", () => {
    const { people } = open(async () => []);
    people.note([alice]);
    const before = people.known.value;
    people.note([alice]);
    expect(people.known.value).toBe(before);
    people.note([{ ...alice, displayName: "Alice Hargreaves" }]);
    expect(people.known.value.get(alice.id)?.displayName).toBe("Alice Hargreaves");
  });
});

describe("the originals of answers", () => {
  test("are fetched once for several that are close, and again after a failure", async () => {
    const timeline = { value: applyFrame(emptyTimeline, welcome([message(100)])) };
    const asked: number[] = [];
    let isAway = true;
    const quotes = createQuotes({
      timeline,
      load: async ({ around }) => {
        asked.push(around);
        if (isAway) throw new Error("away");
        const messages = [around - 1, around, around + 1].map((seq) => message(seq));
        timeline.value = applyPage(timeline.value, { messages, hasBefore: true, hasAfter: true }, timeline.value);
      },
    });
    for (const seq of [10, 11, 100]) quotes.want(seq);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual([10]);
    isAway = false;
    quotes.tryAgain();
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual([10, 10]);
    expect([10, 11].map((seq) => messageAt(timeline.value, seq)?.seq)).toEqual([10, 11]);
  });
});
