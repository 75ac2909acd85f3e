import "fake-indexeddb/auto";
import { describe, expect, test, vi } from "vitest";
import { createBrowserStore } from "../../web/browser/outbox-store.ts";
import { ApiError } from "../../web/client/api-error.ts";
import { createOutbox, type Outbox, type OutboxOptions } from "../../web/client/outbox.ts";
import { createMemoryStore, type OutboxEntry, type OutboxStore } from "../../web/client/outbox-store.ts";
import type { Message } from "../../worker/protocol.ts";
import { alice } from "./support/room-log.ts";
import { createServerEnd } from "./support/server-end.ts";

const ROOM = "global";

function open(options: Partial<OutboxOptions> = {}): Outbox {
  return createOutbox({
    userId: alice.id,
    store: createMemoryStore(),
    carrier: () => Promise.reject(new ApiError("unreachable", "nobody is there")),
    onChange: () => undefined,
    random: () => 0,
    ...options,
  });
}

const states = (outbox: Outbox) => outbox.items(ROOM).map(({ body, state }) => `${body}: ${state}`);
const isEmpty = (outbox: Outbox) => vi.waitFor(() => expect(outbox.items(ROOM)).toEqual([]));

describe("the outbox", () => {
  test("shows a message at once, and lets go of it when the server has it", async () => {
    const server = createServerEnd();
    const outbox = open({ carrier: server.carry });
    outbox.send(ROOM, "tea?");
    expect(states(outbox)).toEqual(["tea?: queued"]);
    await isEmpty(outbox);
    expect(server.bodies()).toEqual(["tea?"]);
  });

  test("sends one at a time, in the order of writing", async () => {
    const server = createServerEnd();
    server.hold();
    const outbox = open({ carrier: server.carry });
    for (const body of ["one", "two", "three"]) outbox.send(ROOM, body);
    await vi.waitFor(() => expect(states(outbox)).toEqual(["one: sending", "two: queued", "three: queued"]));
    server.release();
    await isEmpty(outbox);
    expect(server.bodies()).toEqual(["one", "two", "three"]);
    expect(server.mostAtOnce()).toBe(1);
  });

  test("gives a room that is opened meanwhile the message before it lets go of it", async () => {
    const server = createServerEnd();
    server.hold();
    const outbox = open({ carrier: server.carry });
    outbox.send(ROOM, "tea?");
    await vi.waitFor(() => expect(states(outbox)).toEqual(["tea?: sending"]));
    const taken: string[] = [];
    outbox.attach(ROOM, {
      carrier: server.carry,
      take: ({ body }) => taken.push(`${body} beside ${states(outbox)}`),
    });
    server.release();
    await isEmpty(outbox);
    expect(taken).toEqual(["tea? beside tea?: sending"]);
  });

  test("sends again with the same id what may have been lost on the way", async () => {
    const server = createServerEnd();
    server.loseAnswers(2);
    const outbox = open({ carrier: server.carry });
    outbox.send(ROOM, "tea?");
    await vi.waitFor(() => {
      outbox.wake();
      expect(outbox.items(ROOM)).toEqual([]);
    });
    expect(server.attempts()).toBe(3);
    expect(server.bodies()).toEqual(["tea?"]);
  });

  test("waits as long as the server says, and then goes on in order", async () => {
    vi.useFakeTimers();
    try {
      const server = createServerEnd();
      server.refuseNext(new ApiError("rate_limited", "slowly", { retryAfterMs: 5_000 }));
      const outbox = open({ carrier: server.carry });
      outbox.send(ROOM, "one");
      outbox.send(ROOM, "two");
      await vi.advanceTimersByTimeAsync(4_900);
      expect(server.attempts()).toBe(1);
      await vi.advanceTimersByTimeAsync(200);
      expect(server.bodies()).toEqual(["one", "two"]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("keeps a refused message where it can be seen, and sends the others", async () => {
    const server = createServerEnd();
    server.refuseNext(new ApiError("blocked", "not to them"));
    const outbox = open({ carrier: server.carry });
    outbox.send(ROOM, "one");
    outbox.send(ROOM, "two");
    await vi.waitFor(() => expect(states(outbox)).toEqual(["one: failed"]));
    expect(outbox.items(ROOM)[0]?.failure).toEqual({ code: "blocked", detail: "not to them" });
    outbox.retry(outbox.items(ROOM)[0]?.id ?? "");
    await isEmpty(outbox);
    expect(server.bodies()).toEqual(["two", "one"]);
  });

  test("believes a message that comes back over another way, but not one of somebody else's", async () => {
    const outbox = open();
    const { id } = outbox.send(ROOM, "tea?");
    const stored: Message = { room: ROOM, seq: 1, rev: 1, id, from: alice, body: "tea?", at: 0 };
    outbox.acknowledge({ ...stored, from: { ...alice, id: "somebody" } });
    outbox.acknowledge({ ...stored, room: "dm:a:b" });
    expect(outbox.items(ROOM)).toHaveLength(1);
    outbox.acknowledge(stored);
    expect(outbox.items(ROOM)).toEqual([]);
  });

  test("gives up visibly on what could not be sent for a day", async () => {
    const store = createMemoryStore();
    const server = createServerEnd();
    const yesterday: OutboxEntry = { id: "left-from-yesterday", roomId: ROOM, body: "late", queuedAt: 0 };
    await store.add(yesterday);
    const outbox = open({ store, carrier: server.carry, now: () => 25 * 60 * 60 * 1000 });
    await outbox.refresh();
    outbox.wake();
    await vi.waitFor(() => expect(states(outbox)).toEqual(["late: failed"]));
    expect(outbox.items(ROOM)[0]?.failure?.code).toBe("expired");
    expect(server.attempts()).toBe(0);
  });

  test("waits with everything while its owner is signed out", async () => {
    const server = createServerEnd();
    server.refuseNext(new ApiError("unauthenticated", "who are you"));
    const outbox = open({ carrier: server.carry });
    outbox.send(ROOM, "tea?");
    await vi.waitFor(() => expect(server.attempts()).toBe(1));
    expect(states(outbox)).not.toContain("tea?: failed");
    outbox.wake();
    await isEmpty(outbox);
  });

  test("goes on when another tab took its turn away", async () => {
    const server = createServerEnd();
    let isTaken = true;
    const outbox = open({
      carrier: server.carry,
      exclusively: async (_name, job) => {
        const answer = await job();
        if (!isTaken) return answer;
        isTaken = false;
        throw new DOMException("the lock was stolen", "AbortError");
      },
    });
    outbox.send(ROOM, "one");
    await isEmpty(outbox);
    outbox.send(ROOM, "two");
    await vi.waitFor(() => {
      outbox.wake();
      expect(outbox.items(ROOM)).toEqual([]);
    });
    expect(server.bodies()).toEqual(["one", "two"]);
  });

  test("knows what was refused where the browser keeps no change of it, and goes on with the next", async () => {
    const [server, kept] = [createServerEnd(), createMemoryStore()];
    const earlier = { roomId: ROOM, replyTo: undefined, queuedAt: Date.now() };
    for (const body of ["no", "yes"]) await kept.add({ ...earlier, id: body, body });
    const store: OutboxStore = { ...kept, update: () => Promise.reject(new Error("the disk is full")) };
    let tries = 0;
    const carrier: typeof server.carry = (entry) => {
      if (entry.body === "yes") return server.carry(entry);
      tries++;
      return Promise.reject(new ApiError("forbidden", "locked"));
    };
    const outbox = open({ store, carrier });
    await outbox.refresh();
    outbox.wake();
    await vi.waitFor(() => expect(states(outbox)).toEqual(["no: failed"]));
    await outbox.refresh();
    expect(states(outbox)).toEqual(["no: failed"]);
    expect([tries, server.bodies()]).toEqual([1, ["yes"]]);
  });

  test("sends even where the browser keeps nothing", async () => {
    const server = createServerEnd();
    const refused = vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new Error("no storage");
    });
    const store: OutboxStore = createBrowserStore("private window");
    refused.mockRestore();
    await expect(store.list()).rejects.toThrow("no storage");
    const answers = [new ApiError("forbidden", "locked"), new ApiError("forbidden", "still locked")];
    const carrier: typeof server.carry = (entry) => {
      const refusal = entry.body === "tea?" ? undefined : answers.shift();
      return refusal === undefined ? server.carry(entry) : Promise.reject(refusal);
    };
    const outbox = open({ store, carrier });
    outbox.send(ROOM, "tea?");
    await isEmpty(outbox);
    const sent = [outbox.send(ROOM, "coffee?"), outbox.send(ROOM, "cocoa?")];
    await vi.waitFor(() => expect(states(outbox)).toEqual(["coffee?: failed", "cocoa?: failed"]));
    await outbox.refresh();
    outbox.retry(sent[0]?.id ?? "");
    outbox.discard(sent[1]?.id ?? "");
    await isEmpty(outbox);
    expect(server.bodies()).toEqual(["tea?", "coffee?"]);
  });
});

describe("the outbox in IndexedDB", () => {
  test("outlives the page, in order", async () => {
    const before = open({ store: createBrowserStore("survivor") });
    for (const body of ["one", "two", "three"]) before.send(ROOM, body);
    await vi.waitFor(async () => expect(await createBrowserStore("survivor").list()).toHaveLength(3));
    before.close();

    const server = createServerEnd();
    const after = open({ store: createBrowserStore("survivor"), carrier: server.carry });
    await after.refresh();
    expect(states(after)).toEqual(["one: queued", "two: queued", "three: queued"]);
    after.wake();
    await isEmpty(after);
    expect(server.bodies()).toEqual(["one", "two", "three"]);
    expect(await createBrowserStore("survivor").list()).toEqual([]);
  });

  test("is opened again where the system has taken the connection away", async () => {
    const opening = vi.spyOn(indexedDB, "open");
    const store = createBrowserStore("put aside");
    const outbox = open({ store });
    outbox.send(ROOM, "before");
    await vi.waitFor(async () => expect(await store.list()).toHaveLength(1));
    const database = opening.mock.results[0]?.value.result;
    database.close();
    database.onclose(new Event("close"));
    outbox.send(ROOM, "after");
    await vi.waitFor(async () => expect(await store.list()).toHaveLength(2));
    expect(opening).toHaveBeenCalledTimes(2);
    opening.mockRestore();
  });

  test("is another one for another person on the same device", async () => {
    open({ store: createBrowserStore("first") }).send(ROOM, "mine");
    await vi.waitFor(async () => expect(await createBrowserStore("first").list()).toHaveLength(1));
    expect(await createBrowserStore("second").list()).toEqual([]);
  });

  test("is shared by two tabs without a message being sent twice", async () => {
    const server = createServerEnd();
    const turns = createTurns();
    const tabs = [1, 2].map(() =>
      open({ store: createBrowserStore("tabs"), carrier: server.carry, exclusively: turns.exclusively }),
    );
    const bodies = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    for (const [index, body] of bodies.entries()) tabs[index % 2]?.send(ROOM, body);
    for (const tab of tabs) void tab.refresh().then(() => tab.wake());
    await vi.waitFor(() => expect(server.bodies()).toHaveLength(20), 5_000);
    for (const tab of tabs) await vi.waitFor(() => tab.refresh().then(() => expect(tab.items(ROOM)).toEqual([])));
    expect(server.bodies().toSorted()).toEqual(bodies.toSorted());
    expect(server.attempts()).toBe(20);
    expect(server.mostAtOnce()).toBe(1);
  });
});

/** What Web Locks do, for two outboxes in one process. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return {
    exclusively<T>(name: string, job: () => Promise<T>): Promise<T> {
      const mine = (last.get(name) ?? Promise.resolve()).then(job, job);
      last.set(name, mine);
      return mine;
    },
  };
}
