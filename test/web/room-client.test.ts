import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Api } from "../../web/client/api.ts";
import { ApiError } from "../../web/client/api-error.ts";
import { type Changes, createChanges } from "../../web/client/changes.ts";
import { createOutbox, type Outbox } from "../../web/client/outbox.ts";
import { createMemoryStore } from "../../web/client/outbox-store.ts";
import { createRoomClient, type RoomClient } from "../../web/client/room.ts";
import { emptyTimeline, messageAt, type Timeline } from "../../web/client/timeline.ts";
import type { HistoryPage, Message } from "../../worker/protocol.ts";
import { alice, message, welcome } from "./support/room-log.ts";
import { createScriptedSockets, type ScriptedSocket } from "./support/scripted-sockets.ts";

const unreachable = () => Promise.reject(new ApiError("unreachable", "no network"));

let sockets: ReturnType<typeof createScriptedSockets>;
let timeline: { value: Timeline };
let outbox: Outbox;
let changes: Changes;
let client: RoomClient;
let api: Pick<Api, "history" | "send" | "edit" | "remove" | "react" | "pin">;

beforeEach(() => {
  vi.useFakeTimers();
  sockets = createScriptedSockets();
  timeline = { value: emptyTimeline };
  api = {
    history: unreachable,
    send: unreachable,
    edit: unreachable,
    remove: unreachable,
    react: unreachable,
    pin: unreachable,
  };
  changes = createChanges({ carrier: unreachable, onChange: () => undefined });
  outbox = createOutbox({
    userId: alice.id,
    store: createMemoryStore(),
    carrier: unreachable,
    onChange: () => undefined,
  });
  client = createRoomClient({
    origin: "https://chat.example",
    roomId: "global",
    userId: alice.id,
    api: {
      history: (...call) => api.history(...call),
      send: (...call) => api.send(...call),
      edit: (...call) => api.edit(...call),
      remove: (...call) => api.remove(...call),
      react: (...call) => api.react(...call),
      pin: (...call) => api.pin(...call),
    },
    outbox,
    changes,
    timeline,
    WebSocket: sockets.WebSocket,
    random: () => 0,
  });
});
afterEach(() => {
  client.close();
  outbox.close();
  vi.useRealTimers();
});

async function connect(messages = [message(1), message(2)]): Promise<ScriptedSocket> {
  const socket = await sockets.next();
  socket.open();
  socket.receive(welcome(messages));
  return socket;
}

const items = () => changes.items("global");
const sentRef = (socket: ScriptedSocket, index = 0) => String(Reflect.get(Object(socket.sent()[index]), "ref"));
const frameWith = (...messages: Message[]) => ({
  type: "messages",
  messages,
  prev: timeline.value.rev,
  rev: Math.max(...messages.map(({ rev }) => rev)),
});

describe("a change over the socket", () => {
  test("is done when the message comes back changed, not when somebody else changes it before", async () => {
    const socket = await connect();
    changes.make("global", { kind: "edit", seq: 1, body: "better" });
    expect(socket.sent()).toMatchObject([{ type: "edit", seq: 1, body: "better" }]);
    socket.receive(frameWith({ ...message(1), rev: 3, reactions: { "👍": ["bob1"] } }));
    await vi.advanceTimersByTimeAsync(1);
    expect(items()).toHaveLength(1);
    socket.receive(frameWith({ ...message(1), rev: 4, body: "better", editedAt: 9 }));
    await vi.advanceTimersByTimeAsync(1);
    expect(items()).toEqual([]);
    expect(messageAt(timeline.value, 1)?.body).toBe("better");
  });

  test("that changes nothing is answered by known, with its ref", async () => {
    const socket = await connect();
    changes.make("global", { kind: "react", seq: 1, emoji: "👍", on: true });
    socket.receive({ type: "known", message: message(1), ref: sentRef(socket) });
    await vi.advanceTimersByTimeAsync(1);
    expect(items()).toEqual([]);
  });

  test("that is refused is taken back with the server's reason", async () => {
    const socket = await connect();
    changes.make("global", { kind: "delete", seq: 2 });
    socket.receive({ type: "error", code: "forbidden", detail: "not yours", ref: sentRef(socket), seq: 2 });
    await vi.advanceTimersByTimeAsync(1);
    expect(items()).toMatchObject([{ failure: { code: "forbidden" } }]);
  });

  test("goes over HTTP where the socket is lost before the answer, and is refused where that is away too", async () => {
    api = { ...api, edit: async (_room, seq, body) => ({ ...message(seq), rev: 3, body }) };
    const socket = await connect();
    changes.make("global", { kind: "edit", seq: 1, body: "better" });
    changes.make("global", { kind: "delete", seq: 2 });
    socket.close(1006);
    await vi.advanceTimersByTimeAsync(1);
    expect(messageAt(timeline.value, 1)?.body).toBe("better");
    expect(items()).toMatchObject([{ change: { kind: "delete" }, failure: { code: "unreachable" } }]);
  });

  test("that HTTP only calls done shows until a frame says what has become of it, whatever comes before", async () => {
    const held: ((page: HistoryPage) => void)[] = [];
    api = { ...api, remove: async () => undefined, history: () => new Promise((resolve) => held.push(resolve)) };
    const first = await connect();
    first.close(1006);
    const loading = client.load({ before: 3 });
    changes.make("global", { kind: "delete", seq: 1 });
    await vi.advanceTimersByTimeAsync(1);
    expect(items()).toEqual([]);
    expect(messageAt(timeline.value, 1)?.body).toBe("");
    held[0]?.({ messages: [message(1), message(2)], hasBefore: false, hasAfter: false });
    await loading;
    expect(messageAt(timeline.value, 1)?.body).toBe("");

    const second = await sockets.next();
    second.open();
    const deleted = { ...message(1), rev: 3, body: "", deletedAt: 9 };
    second.receive({ ...welcome([deleted]), seq: 2, reset: false });
    expect(messageAt(timeline.value, 1)).toEqual(deleted);
  });

  test("that a frame shows before HTTP answers is as the frame brought it", async () => {
    const answers: (() => void)[] = [];
    api = { ...api, react: () => new Promise((resolve) => answers.push(resolve)) };
    const first = await connect();
    first.close(1006);
    changes.make("global", { kind: "react", seq: 1, emoji: "👍", on: true });
    const second = await sockets.next();
    second.open();
    const reacted = { ...message(1), rev: 3, reactions: { "👍": [alice.id] } };
    second.receive({ ...welcome([reacted]), seq: 2, reset: false });
    answers[0]?.();
    await vi.advanceTimersByTimeAsync(1);
    expect(items()).toEqual([]);
    expect(messageAt(timeline.value, 1)).toEqual(reacted);
  });
});

describe("a page of history", () => {
  test("is asked for again where the room was reset meanwhile: what was deleted does not come back with it", async () => {
    const held: ((page: HistoryPage) => void)[] = [];
    api = { ...api, history: () => new Promise((resolve) => held.push(resolve)) };
    const first = await connect([message(40)]);
    const loading = client.load({ around: 3 });
    first.close(1006);
    const second = await sockets.next();
    second.open();
    second.receive({ ...welcome([message(80)]), rev: 90 });
    held[0]?.({ messages: [message(3)], hasBefore: true, hasAfter: true });
    await vi.advanceTimersByTimeAsync(1);
    expect(messageAt(timeline.value, 3)).toBeUndefined();
    const deleted = { ...message(3), rev: 85, body: "", deletedAt: 9 };
    held[1]?.({ messages: [deleted], hasBefore: true, hasAfter: true });
    await loading;
    expect(messageAt(timeline.value, 3)).toEqual(deleted);
  });

  test("settles a message of one's own that is found in it", async () => {
    const { id } = outbox.send("global", "tea?");
    const stored = { ...message(3), id, body: "tea?" };
    api = { ...api, history: async () => ({ messages: [stored], hasBefore: true, hasAfter: true }) };
    expect(outbox.items("global")).toHaveLength(1);
    await client.load({ around: 3 });
    expect(outbox.items("global")).toEqual([]);
  });
});
