import { describe, expect, test } from "vitest";
import { ApiError } from "../../web/client/api-error.ts";
import { createOutbox } from "../../web/client/outbox.ts";
import { createMemoryStore } from "../../web/client/outbox-store.ts";
import { setBlocked } from "../../web/models/blocking.ts";
import { createBlocks } from "../../web/models/blocks.ts";
import { createLoosening } from "../../web/models/loosening.ts";
import { createRefusals } from "../../web/models/refusals.ts";
import type { Message, Person } from "../../worker/protocol.ts";
import { alice, bob, message } from "./support/room-log.ts";

describe("whom somebody blocks", () => {
  /** A server that answers when it is told to. */
  function server(blocked: Person[]) {
    const waiting: (() => void)[] = [];
    const api = {
      blocks: () => {
        const answer = [...blocked];
        return new Promise<Person[]>((resolve) => waiting.push(() => resolve(answer)));
      },
      setBlock: async (userId: string, on: boolean) => {
        if (userId === "nobody") throw new ApiError("not_found", "nobody");
        const rest = blocked.filter(({ id }) => id !== userId);
        blocked.splice(0, blocked.length, ...(on ? [bob, ...rest] : rest));
      },
    };
    const tell = api.setBlock;
    return { api, tell, answer: () => waiting.splice(0).forEach((each) => void each()) };
  }

  test("is known from the first answer on, and an answer that is older than a change does not undo it", async () => {
    const { api, tell, answer } = server([alice]);
    const blocks = createBlocks(api);
    expect(blocks.people.value).toBeUndefined();
    const first = blocks.refresh();
    answer();
    await first;
    expect([blocks.has(alice.id), blocks.has(bob.id)]).toEqual([true, false]);
    const old = blocks.refresh();
    await setBlocked(tell, blocks, bob, true);
    answer();
    await old;
    expect(blocks.people.value).toEqual([bob, alice]);
    await setBlocked(tell, blocks, bob, false);
    expect(blocks.has(bob.id)).toBe(false);
  });

  test("is remembered from the last visit until the server answers, and not any longer", async () => {
    const { api, answer } = server([alice]);
    const blocks = createBlocks(api, [bob.id]);
    expect([blocks.has(alice.id), blocks.has(bob.id)]).toEqual([false, true]);
    const failed = createBlocks({ blocks: () => Promise.reject(new ApiError("unreachable", "no network")) }, [bob.id]);
    await failed.refresh();
    expect(failed.has(bob.id)).toBe(true);
    const first = blocks.refresh();
    answer();
    await first;
    expect([blocks.has(alice.id), blocks.has(bob.id)]).toEqual([true, false]);
  });

  test("knows of the others, too, where one is blocked before the first answer", async () => {
    const { api, tell, answer } = server([alice]);
    const blocks = createBlocks(api);
    const first = blocks.refresh();
    const blocking = setBlocked(tell, blocks, bob, true);
    await expect
      .poll(() => {
        answer();
        return blocks.people.value;
      })
      .toEqual([bob, alice]);
    await Promise.all([first, blocking]);
  });

  test("stays as it was where the server refuses the change", async () => {
    const { api, tell } = server([]);
    const blocks = createBlocks(api);
    await expect(
      setBlocked(tell, blocks, { id: "nobody", username: null, displayName: null }, true),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    expect(blocks.has("nobody")).toBe(false);
  });
});

describe("where one may not write", () => {
  test("a timeout keeps a message with its reason and is known for all rooms, slow mode for its own", async () => {
    const refusals = createRefusals(() => 1_000);
    const answers = [new ApiError("forbidden", "timeout", { retryAfterMs: 60_000 })];
    const outbox = createOutbox({
      userId: alice.id,
      store: createMemoryStore(),
      carrier: () => Promise.reject(answers.shift() ?? new ApiError("forbidden", "locked")),
      onChange: () => undefined,
      onRefused: refusals.note,
    });
    outbox.send("global", "let me in");
    await expect
      .poll(() => outbox.items("global"))
      .toMatchObject([{ state: "failed", failure: { code: "timed_out" } }]);
    outbox.send("global", "and here");
    await expect.poll(() => outbox.items("global")[1]).toMatchObject({ failure: { code: "forbidden" } });
    refusals.note("group:a", new ApiError("rate_limited", "slow", { retryAfterMs: 5_000 }));
    expect(refusals.until.value).toEqual({ "": 61_000, "group:a": 6_000 });
    expect(outbox.items("global").map(({ body }) => body)).toEqual(["let me in", "and here"]);
  });

  test.each(["in the answer", "over the socket"])(
    "nothing is said of it any more once a message went through, %s",
    async (way) => {
      const refusals = createRefusals(() => 1_000);
      const arrived = { ...message(1), room: "global" };
      const carrying = Promise.withResolvers<Message>();
      const outbox = createOutbox({
        userId: alice.id,
        store: createMemoryStore(),
        carrier: () => carrying.promise,
        onChange: () => undefined,
        onRefused: refusals.note,
        onArrived: refusals.forget,
      });
      refusals.note("global", new ApiError("forbidden", "timeout", { retryAfterMs: 60_000 }));
      refusals.note("global", new ApiError("rate_limited", "slow", { retryAfterMs: 5_000 }));
      refusals.note("group:a", new ApiError("rate_limited", "slow", { retryAfterMs: 5_000 }));
      const { id } = outbox.send("global", "let me in");
      // What never was on its way from here says nothing.
      outbox.acknowledge({ ...arrived, id: "another", from: alice });
      expect(refusals.until.value[""]).toBe(61_000);
      if (way === "over the socket") outbox.acknowledge({ ...arrived, id, from: alice });
      else carrying.resolve({ ...arrived, id, from: alice });
      await expect.poll(() => refusals.until.value).toEqual({ "": 0, global: 0, "group:a": 6_000 });
      outbox.close();
    },
  );

  test("a message that waits is sent sooner where slow mode or a lock is eased, and for no other news", () => {
    const isLooser = createLoosening();
    const tea = (rules: { slowMode?: number; locked?: true }) => [{ id: "books" }, { id: "tea", ...rules }];
    expect(isLooser(tea({ slowMode: 60 }))).toBe(false);
    expect(isLooser(tea({ slowMode: 60 }))).toBe(false);
    expect(isLooser(tea({ slowMode: 5 }))).toBe(true);
    expect(isLooser(tea({ slowMode: 5, locked: true }))).toBe(false);
    expect(isLooser(tea({ slowMode: 5 }))).toBe(true);
    expect(isLooser(tea({ slowMode: 60 }))).toBe(false);
    expect(isLooser([])).toBe(false);
    expect(isLooser(tea({}))).toBe(false);
  });
});
