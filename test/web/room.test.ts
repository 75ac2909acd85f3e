import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApi } from "../../web/client/api.ts";
import { createHttp } from "../../web/client/http.ts";
import { createMemoryStore } from "../../web/client/outbox-store.ts";
import { createChangesModel } from "../../web/models/changes.ts";
import { createOutboxModel } from "../../web/models/outbox.ts";
import { createRoom, type RoomModel } from "../../web/models/room.ts";
import { alice, bob, message, welcome } from "./support/room-log.ts";
import { createScriptedSockets } from "./support/scripted-sockets.ts";
import { createServerEnd } from "./support/server-end.ts";

let sockets: ReturnType<typeof createScriptedSockets>;
let server: ReturnType<typeof createServerEnd>;
let opened: RoomModel[];

beforeEach(() => {
  vi.useFakeTimers();
  sockets = createScriptedSockets();
  server = createServerEnd();
  opened = [];
  vi.stubGlobal("WebSocket", sockets.WebSocket);
});
afterEach(() => {
  for (const room of opened) room.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function openRoom(): { room: RoomModel; news: string[] } {
  const api = {
    ...createApi(createHttp({ origin: "https://chat.example" })),
    send: (roomId: string, { id, body }: { id: string; body: string }) =>
      server.carry({ id, roomId, body, queuedAt: Date.now() }),
  };
  const news: string[] = [];
  const outbox = createOutboxModel({
    userId: alice.id,
    store: createMemoryStore(),
    carrier: server.carry,
    tell: () => undefined,
  });
  const room = createRoom({
    origin: "https://chat.example",
    roomId: "global",
    me: alice,
    api,
    outbox,
    changes: createChangesModel(() => Promise.resolve()),
    onRoom: () => undefined,
    onEnded: () => undefined,
    onMessages: () => undefined,
    isBlocked: () => false,
    saysTyping: () => true,
    onNews: (messages) => news.push(...messages.map(({ body }) => body)),
  });
  opened.push(room);
  return { room, news };
}

const textsOf = (room: RoomModel) =>
  room.rows.value.flatMap((row) => {
    if (row.kind === "message") return [row.message.body];
    return row.kind === "unsent" ? [`${row.item.body} (${row.item.state})`] : [];
  });

test("a message that was stored over HTTP stays on the page until a frame brings it", async () => {
  const { room } = openRoom();
  room.send("tea?");
  expect(textsOf(room)).toEqual(["tea? (queued)"]);
  await vi.waitFor(() => expect(textsOf(room)).toEqual(["tea?"]));
  const [key] = room.rows.value.slice(-1).map((row) => row.key);

  const socket = await sockets.next();
  socket.open();
  const [stored] = server.stored();
  socket.receive(welcome(stored === undefined ? [] : [stored]));
  expect(textsOf(room)).toEqual(["tea?"]);
  expect(room.rows.value.at(-1)?.key).toBe(key);
});

test("a message that goes over HTTP while the socket is away stands behind the others, and stays there", async () => {
  const { room } = openRoom();
  const first = await sockets.next();
  first.open();
  first.receive(welcome([message(1, bob), message(2, bob)]));
  first.close(1006);
  // The first two are there already, as far as the server is concerned.
  for (const id of ["before-1", "before-2"]) await server.carry({ id, roomId: "global", body: id, queuedAt: 0 });
  room.send("tea?");
  await vi.waitFor(() => expect(textsOf(room)).toEqual(["text 1", "text 2", "tea?"]));
  const second = await sockets.next();
  second.open();
  const stored = server.stored().slice(-1);
  second.receive({ ...welcome(stored), reset: false });
  expect(textsOf(room)).toEqual(["text 1", "text 2", "tea?"]);
});

test("a message goes over the socket once that is there, and is sent when it comes back", async () => {
  const { room } = openRoom();
  const socket = await sockets.next();
  socket.open();
  socket.receive(welcome([message(1, bob)]));
  room.send("tea?");
  await vi.waitFor(() => expect(socket.sent()).toMatchObject([{ type: "send", body: "tea?" }]));
  expect(textsOf(room)).toEqual(["text 1", "tea? (sending)"]);
  const id = Reflect.get(Object(socket.sent()[0]), "id");
  socket.receive({ type: "messages", messages: [{ ...message(2), id, body: "tea?" }], prev: 1, rev: 2 });
  await vi.waitFor(() => expect(textsOf(room)).toEqual(["text 1", "tea?"]));
  expect(server.attempts()).toBe(0);
});

test("what came while the connection was away is news, what was there on opening is not", async () => {
  const { room, news } = openRoom();
  const first = await sockets.next();
  first.open();
  first.receive(welcome([message(1, bob)]));
  first.close(1006);
  const second = await sockets.next();
  second.open();
  second.receive({ ...welcome([message(2, bob)]), reset: false });
  expect(news).toEqual(["text 2"]);
  expect(textsOf(room)).toEqual(["text 1", "text 2"]);
});

test("reading marks the room as read at once, and tells the server at most every two seconds", async () => {
  const { room } = openRoom();
  const socket = await sockets.next();
  socket.open();
  const unread = { ...welcome([message(1, bob), message(2, bob)]) };
  socket.receive({ ...unread, room: { ...unread.room, readSeq: 0, unread: 2 } });
  expect(room.readMark.newAfter.value).toBe(0);
  room.readMark.seen();
  expect(room.room.value).toMatchObject({ readSeq: 2, unread: 0 });
  socket.receive({ type: "messages", messages: [message(3, bob)], prev: 2, rev: 3 });
  room.readMark.seen();
  const reads = () => socket.sent().filter((frame) => Reflect.get(Object(frame), "type") === "read");
  expect(reads()).toEqual([{ type: "read", seq: 2 }]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(reads()).toEqual([
    { type: "read", seq: 2 },
    { type: "read", seq: 3 },
  ]);
});
