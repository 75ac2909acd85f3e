import { afterEach, beforeEach, expect, vi } from "vitest";
import { createApi } from "../../../web/client/api.ts";
import { createHttp } from "../../../web/client/http.ts";
import { createMemoryStore } from "../../../web/client/outbox-store.ts";
import { type Chat, createChat } from "../../../web/models/chat.ts";
import { createReadingRoom, type Wire } from "./reading-room.ts";
import { alice, bob } from "./room-log.ts";
import { createScriptedSockets } from "./scripted-sockets.ts";

/** Rooms that tell everybody who has read how far (S20), and rooms where only one's own list does (S26). */
export const KINDS = [
  { roomId: "dm:alice1:bob1", tellsReads: true },
  { roomId: "global", tellsReads: false },
] as const;

let sockets: ReturnType<typeof createScriptedSockets>;
let chats: Chat[] = [];

/** To be called once in a file that reads on a stage. */
export function useStage(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    // No pause before connecting again: what happens when is the scene's to say.
    vi.spyOn(Math, "random").mockReturnValue(0);
  });
  afterEach(() => {
    clearStage();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
}

export function clearStage(): void {
  for (const chat of chats) chat.close();
  chats = [];
}

export interface Device {
  chat: Chat;
  origin: string;
  wires: Wire[];
  /** How often the mark had gone back when the room was opened here; undefined before its first welcome. */
  openedAt: number | undefined;
  /** How often it had gone back in what has come here since. */
  heardBacks: number;
}

/** Alice at `count` devices, and a room. */
export function stage({ roomId, tellsReads }: (typeof KINDS)[number], count: number) {
  const server = createReadingRoom(roomId, tellsReads);
  sockets = createScriptedSockets();
  vi.stubGlobal("WebSocket", sockets.WebSocket);
  const devices = Array.from({ length: count }, (_, index): Device => {
    const origin = `https://device-${index}.example`;
    const chat = createChat({
      origin,
      api: {
        ...createApi(createHttp({ origin })),
        rooms: async () => [server.roomNow()],
        room: async () => server.roomNow(),
        markRead: async (_roomId, seq, back) => server.read(seq, back === true),
        send: async (_roomId, { id }) => {
          server.say(alice, id);
          throw new Error(`${id} was to go over the socket`);
        },
      },
      me: () => ({ ...alice, createdAt: 0, role: "member", bio: "", settings: {} }),
      storage: { get: () => undefined, set: () => undefined, remove: () => undefined },
      outboxStore: createMemoryStore(),
      exclusively: (_name, job) => job(),
      openTabs: () => ({ tell: () => undefined, close: () => undefined }),
      onEnded: () => undefined,
      sure: Promise.resolve(),
      saysTyping: () => true,
      onNews: () => undefined,
    });
    chats.push(chat);
    return { chat, origin, wires: [], openedAt: undefined, heardBacks: 0 };
  });

  async function connect(): Promise<void> {
    for (let i = 0; i < 4; i++) await vi.advanceTimersByTimeAsync(1);
    while (sockets.hasNext()) {
      const socket = await sockets.next();
      const host = new URL(socket.url).host;
      const device = devices.find(({ origin }) => new URL(origin).host === host);
      socket.open();
      device?.wires.push(server.accept(socket));
    }
  }

  function hangUp(device: Device, wire: Wire): void {
    device.wires.splice(device.wires.indexOf(wire), 1);
    server.drop(wire);
  }

  /** The next frame on its way down arrives; answers whether there was one. */
  function deliver(device: Device, wire: Wire): boolean {
    const [next] = wire.down;
    // The way over the inbox is the longer one: what the room sent before is there.
    const isAhead = device.wires.some(
      ({ kind, down: [first] }) => kind === "room" && next && first && first.at < next.at,
    );
    if (next === undefined || (wire.kind === "inbox" && isAhead)) return false;
    wire.down.shift();
    if (wire.kind === "room" && "reset" in next.frame) device.openedAt ??= next.backs;
    // In a room that does not tell who has read what, the list does.
    if (wire.kind === (tellsReads ? "room" : "inbox")) device.heardBacks = next.backs;
    wire.socket.receive(next.frame);
    return true;
  }

  function open(device: Device): void {
    device.openedAt = undefined;
    device.chat.openRoom(roomId);
  }

  function leave(device: Device): void {
    const model = device.chat.room.peek();
    if (model !== undefined) device.chat.leaveRoom(model);
    // What left before it closed still arrives.
    for (const wire of [...device.wires]) {
      if (wire.kind !== "room") continue;
      while (server.listen(wire));
      hangUp(device, wire);
    }
  }

  /** Everything arrives, until there is nothing more to say. */
  async function settle(): Promise<void> {
    for (let isQuiet = false; !isQuiet; ) {
      isQuiet = true;
      await connect();
      await vi.advanceTimersByTimeAsync(2_000);
      for (const device of devices) {
        for (const wire of device.wires) {
          while (server.listen(wire)) isQuiet = false;
          while (deliver(device, wire)) isQuiet = false;
        }
      }
    }
  }

  return { server, devices, connect, deliver, hangUp, open, leave, settle, roomId };
}

export type Stage = ReturnType<typeof stage>;

/** What the page shows of a room, as far as it is about reading. */
export function shown({ chat }: Device, roomId: string) {
  const model = chat.room.peek();
  const rows = model?.rows.peek() ?? [];
  const line = rows.findIndex(({ kind }) => kind === "new");
  const after = rows[line + 1];
  const inList = chat.rooms.get(roomId);
  return {
    inRoom: model?.room.peek() && { readSeq: model.room.peek()?.readSeq, unread: model.room.peek()?.unread },
    inList: inList && { readSeq: inList.readSeq, unread: inList.unread },
    lineAbove: line >= 0 && after?.kind === "message" ? after.message.seq : undefined,
    lines: rows.filter(({ kind }) => kind === "new").length,
  };
}

/** Five messages by Bob, and the room open on every device. */
export async function opened(kind: (typeof KINDS)[number], count: number) {
  const scene = stage(kind, count);
  for (let i = 0; i < 5; i++) scene.server.say(bob);
  for (const device of scene.devices) scene.open(device);
  await scene.settle();
  const [here = expect.fail("no device"), there = here] = scene.devices;
  return { ...scene, here, there, open: here.chat.room.peek() ?? expect.fail("no room is open") };
}
