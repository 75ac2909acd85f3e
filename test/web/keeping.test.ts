import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openKeptStore } from "../../web/browser/kept-store.ts";
import type { Api } from "../../web/client/api.ts";
import { createApi } from "../../web/client/api.ts";
import { ApiError } from "../../web/client/api-error.ts";
import { createHttp } from "../../web/client/http.ts";
import { applyFrame, emptyTimeline, type Timeline } from "../../web/client/timeline.ts";
import { createFilling } from "../../web/models/filling.ts";
import { createRooms } from "../../web/models/rooms.ts";
import { createSession } from "../../web/models/session.ts";
import type { Me, Room } from "../../worker/protocol.ts";
import { alice, message, room, welcome } from "./support/room-log.ts";
import { createScriptedSockets } from "./support/scripted-sockets.ts";

const group = (name: string, more: Partial<Room> = {}): Room => ({
  ...room(3),
  id: `group:${name}`,
  kind: "group",
  name,
  ...more,
});
const timelineOf = (count: number) =>
  applyFrame(emptyTimeline, welcome(Array.from({ length: count }, (_, n) => message(n + 1))));
const seqsOf = (timeline: Timeline | undefined) => timeline?.segments.map((one) => one.map(({ seq }) => seq));

describe("what a device keeps of conversations", () => {
  test("is the list and the last 50 messages of a room, ready to go on from", async () => {
    await openKeptStore("keeper").keepRooms([group("tea")]);
    await openKeptStore("keeper").keepTimeline("group:tea", timelineOf(120));
    const store = openKeptStore("keeper");
    expect(await store.rooms()).toEqual([group("tea")]);
    const kept = await store.timeline("group:tea");
    expect(seqsOf(kept)).toEqual([Array.from({ length: 50 }, (_, n) => n + 71)]);
    // Whatever is asked for again must not be older than what was forgotten.
    expect(kept).toMatchObject({ epoch: "e1", rev: 120, headSeq: 120, forgottenRev: 120 });
  });

  test("is each person's own, and nothing where there is nothing or nonsense", async () => {
    await openKeptStore("first").keepTimeline("global", timelineOf(3));
    expect(await openKeptStore("second").timeline("global")).toBeUndefined();
    expect(await openKeptStore("second").rooms()).toBeUndefined();
    const broken: Timeline = { ...timelineOf(1), segments: [[{ ...message(1), seq: -1 }]] };
    await openKeptStore("first").keepTimeline("global", broken);
    expect(await openKeptStore("first").timeline("global")).toBeUndefined();
  });

  test("counts a change that is not back from the server yet from before it", async () => {
    const half = { ...timelineOf(1), segments: [[{ ...message(1), rev: 1.5, body: "changed" }]] };
    const store = openKeptStore("half");
    await store.keepTimeline("global", half);
    expect((await store.timeline("global"))?.segments[0]?.[0]).toMatchObject({ rev: 1, body: "changed" });
  });

  test("loses a group with the place in it, and the rooms kept longest ago where there are too many", async () => {
    const store = openKeptStore("full");
    await store.keepTimeline("group:lost", timelineOf(1));
    await store.keepTimeline("dm:a:b", timelineOf(1));
    await store.keepRooms([group("tea")]);
    expect(await store.timeline("group:lost")).toBeUndefined();
    expect(await store.timeline("dm:a:b")).toBeDefined();
    for (let n = 0; n < 100; n++) await store.keepTimeline(`dm:c:${n}`, timelineOf(1));
    expect(await store.timeline("dm:a:b")).toBeUndefined();
    expect(await store.timeline("dm:c:99")).toBeDefined();
  });
});

describe("what is missing of the last 50 messages", () => {
  const end = applyFrame(emptyTimeline, welcome(Array.from({ length: 25 }, (_, n) => message(n + 76))));

  test("is asked for once, and what changed since is not undone by it", async () => {
    const asked: unknown[] = [];
    const history: Api["history"] = async (roomId, query) => {
      asked.push([roomId, query]);
      const messages = Array.from({ length: 25 }, (_, n) => message(n + 51));
      return { messages, hasBefore: true, hasAfter: true };
    };
    const filling = createFilling({ history }, 50);
    expect(seqsOf(await filling.filled("global", end))).toEqual([Array.from({ length: 50 }, (_, n) => n + 51)]);
    const edited = applyFrame(end, {
      type: "messages",
      prev: 100,
      rev: 101,
      messages: [{ ...message(60), rev: 101, body: "new" }],
    });
    const filled = await filling.filled("global", edited);
    expect(filled.segments[0]?.find(({ seq }) => seq === 60)?.body).toBe("new");
    expect(asked).toEqual([["global", { before: 76, limit: 25 }]]);
  });

  test("is not asked for where nothing is, and not missed where nobody answers", async () => {
    const history = vi.fn(() => Promise.reject(new ApiError("unreachable", "no network")));
    const filling = createFilling({ history }, 50);
    for (const whole of [emptyTimeline, timelineOf(3), timelineOf(60)]) {
      expect(await filling.filled("global", whole)).toBe(whole);
    }
    expect(history).not.toHaveBeenCalled();
    expect(await filling.filled("global", end)).toBe(end);
  });
});

describe("a list that an earlier visit left", () => {
  const sockets = createScriptedSockets();
  beforeEach(() => vi.stubGlobal("WebSocket", sockets.WebSocket));
  afterEach(() => vi.unstubAllGlobals());

  const open = (answer: Room[]) =>
    createRooms({ origin: "https://chat.example", api: { rooms: async () => answer }, onEnded: () => undefined });

  test("is shown until the server says how it is, and outweighs nothing that it says", async () => {
    const now = group("tea", { lastSeq: 2, readSeq: 2, name: "Coffee" });
    const rooms = open([now]);
    // From a server that was set back since: what is remembered is further than what is.
    rooms.restore([group("tea", { lastSeq: 900, lastMessage: message(900) }), group("gone")]);
    expect(rooms.list.value?.map(({ name }) => name)).toEqual(["tea", "gone"]);
    await rooms.refresh();
    expect(rooms.list.value).toEqual([now]);
    rooms.restore([group("late")]);
    expect(rooms.list.value).toEqual([now]);
    rooms.close();
  });

  test("gives way to what an open room says, room by room", () => {
    const rooms = open([]);
    const now = group("tea", { lastSeq: 5, readSeq: 5 });
    rooms.note(now);
    rooms.restore([group("tea", { lastSeq: 900 }), group("books", { lastSeq: 900 })]);
    expect(rooms.get("group:tea")).toEqual(now);
    rooms.note(group("books", { lastSeq: 4, readSeq: 4 }));
    expect(rooms.get("group:books")).toMatchObject({ lastSeq: 4, unread: 0 });
    rooms.close();
  });
});

describe("the page of somebody who was here", () => {
  const me: Me = { ...alice, createdAt: 0, role: "member", bio: "", settings: {} };
  const api = (answer: () => Promise<Me>): Api => ({ ...createApi(createHttp()), me: answer });

  test("begins as theirs, stays so where nobody answers, and becomes what the server says", async () => {
    const answers = [
      () => Promise.reject(new ApiError("unreachable", "no network")),
      () => Promise.resolve({ ...me, bio: "new" }),
    ];
    const session = createSession(
      api(() => answers.shift()?.() ?? Promise.reject(new Error("asked too often"))),
      me,
    );
    const isSure = vi.fn();
    void session.sure.then(isSure);
    expect(session.state.value).toEqual({ kind: "in", me });
    await session.find();
    expect(session.state.value).toEqual({ kind: "in", me });
    expect(isSure).not.toHaveBeenCalled();
    await session.find();
    expect(session.state.value).toEqual({ kind: "in", me: { ...me, bio: "new" } });
    expect(isSure).toHaveBeenCalled();
  });

  test("is over where the session has ended meanwhile; where nobody was here, nothing is said of it", async () => {
    const ended = api(() => Promise.reject(new ApiError("unauthenticated", "who?")));
    const session = createSession(ended, me);
    await session.find();
    expect(session.state.value).toEqual({ kind: "out", why: "ended" });
    for (const answer of [() => Promise.resolve(me), () => Promise.reject(new ApiError("unauthenticated", "who?"))]) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const late = createSession(
        api(() => promise.then(answer)),
        me,
      );
      const finding = late.find();
      // A socket was faster to say so than the answer to the question.
      late.end();
      resolve();
      await finding;
      expect(late.state.value).toEqual({ kind: "out", why: "ended" });
    }
    const stranger = createSession(ended);
    await stranger.find();
    expect(stranger.state.value).toEqual({ kind: "out", why: "none" });
  });
});
