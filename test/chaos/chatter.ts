/** One person with one device, on the very client layer that the page uses, who writes down all that happens to them. */

import { type Api, createApi } from "../../web/client/api.ts";
import { createHttp } from "../../web/client/http.ts";
import { createOutbox, type Outbox } from "../../web/client/outbox.ts";
import { createMemoryStore } from "../../web/client/outbox-store.ts";
import { createRoomSocket, type RoomSocket } from "../../web/client/room-socket.ts";
import { applyFrame, applyPage, emptyTimeline, liveSegment, type Timeline } from "../../web/client/timeline.ts";
import { createRoomCarrier, type RoomCarrier } from "../../web/models/room-carrier.ts";
import { type Message, type Person, parseRoomId, type ServerFrame } from "../../worker/protocol.ts";
import type { Acknowledgement, Attempt, View } from "./evidence.ts";

interface Seat {
  socket: RoomSocket;
  carrier: RoomCarrier;
  timeline: Timeline;
  /** Everything that was ever shown; a `reset` clears the screen, not the memory of it. */
  shown: Map<number, Message>;
  connections: number[][];
  fromSeq: number | undefined;
  isConnected: boolean;
  repairing: Promise<void> | undefined;
}

export interface Chatter {
  person: Person;
  attempts: Attempt[];
  acknowledgements: Acknowledgement[];
  /** When each of them came, by `performance.now()`. */
  acknowledgedAt: number[];
  join(room: string): void;
  rooms(): string[];
  say(room: string, body: string): void;
  /** Tries to look into somebody else's room in every way there is; returns those that worked. */
  pry(room: string, word: string): Promise<string[]>;
  /** Nothing is on its way from here, every room is connected and shows `head` of it. */
  isSettled(heads: Map<string, number>): boolean;
  /** What is still on its way, for a message about it. */
  unsettled(): string;
  /** All messages of a room, over HTTP. Rejects with `ApiError`. */
  history(room: string): Promise<Message[]>;
  wake(): void;
  views(): View[];
  close(): void;
}

/** @param origin of the bad network; `home` of the server itself, for signing up before it all begins */
export async function createChatter(name: string, origin: string, home: string): Promise<Chatter> {
  let token: string | undefined;
  const account = await createApi(createHttp({ origin: home })).register({
    username: name,
    password: `${name} has a password`,
    session: "token",
  });
  token = account.token;
  const me = account.user;
  const api: Api = createApi(createHttp({ origin, token: () => token, timeoutMs: 5_000 }));
  const seats = new Map<string, Seat>();
  const attempts: Attempt[] = [];
  const acknowledgements: Acknowledgement[] = [];
  const acknowledgedAt: number[] = [];
  const queuedAt = new Map<string, number>();
  const outbox: Outbox = createOutbox({
    userId: me.id,
    store: createMemoryStore(),
    carrier: async ({ roomId, id, body }) => acknowledged(await api.send(roomId, { id, body })),
    onChange: () => {},
  });

  function acknowledged(message: Message): Message {
    const at = queuedAt.get(message.id);
    if (at === undefined || message.from.id !== me.id) return message;
    queuedAt.delete(message.id);
    const { room, id, seq } = message;
    const now = performance.now();
    acknowledgedAt.push(now);
    acknowledgements.push({ room, author: me.id, id, seq, afterMs: now - at });
    return message;
  }

  function receive(room: string, seat: Seat, frame: ServerFrame): void {
    seat.timeline = applyFrame(seat.timeline, frame);
    if (frame.type === "error") seat.carrier.refused(frame);
    const messages = messagesOf(frame);
    if (frame.type === "welcome") {
      seat.fromSeq ??= (frame.messages[0]?.seq ?? frame.seq + 1) - 1;
      seat.connections.push([]);
      seat.repairing = repair(room, seat);
    }
    if (frame.type !== "known") seat.connections.at(-1)?.push(...messages.map(({ seq }) => seq));
    for (const message of messages) {
      seat.shown.set(message.seq, message);
      acknowledged(message);
      seat.carrier.arrived(message);
      outbox.acknowledge(message);
    }
  }

  /** After a `reset`, what lies between what was shown before and the last 25 comes from history. */
  async function repair(room: string, seat: Seat): Promise<void> {
    for (;;) {
      const live = liveSegment(seat.timeline) ?? [];
      const first = live[0]?.seq ?? 1;
      const missing = first - 1 > (seat.fromSeq ?? 0) && !seat.shown.has(first - 1);
      if (!missing) return;
      try {
        const page = await api.history(room, { before: first, limit: 100 });
        seat.timeline = applyPage(seat.timeline, page);
        for (const message of page.messages)
          if (message.seq > (seat.fromSeq ?? 0)) seat.shown.set(message.seq, message);
      } catch {
        // The network is bad by design: the next welcome tries again, and so does whoever waits for this room.
        return;
      }
    }
  }

  function join(room: string): void {
    const socket = createRoomSocket({
      origin,
      roomId: room,
      ticket: () => api.ticket(),
      onFrame: (frame) => receive(room, seat, frame),
      onStatus: ({ state }) => {
        seat.isConnected = state === "connected";
        if (seat.isConnected) outbox.wake();
        else seat.carrier?.lost();
      },
    });
    const carrier = createRoomCarrier(
      me.id,
      () => socket,
      async ({ id, body }) => acknowledged(await api.send(room, { id, body })),
    );
    const seat: Seat = {
      socket,
      carrier,
      timeline: emptyTimeline,
      shown: new Map(),
      connections: [],
      fromSeq: undefined,
      isConnected: false,
      repairing: undefined,
    };
    seats.set(room, seat);
    outbox.attach(room, carrier.carry);
  }

  return {
    person: me,
    attempts,
    acknowledgements,
    acknowledgedAt,
    join,
    rooms: () => [...seats.keys()],
    say(room, body) {
      const { id } = outbox.send(room, body);
      attempts.push({ room, author: me.id, id, body });
      queuedAt.set(id, performance.now());
    },
    async pry(room, word) {
      const found: string[] = [];
      const look = async (what: string, work: () => Promise<boolean>) => {
        if (await work().catch(() => false)) found.push(`${me.username} ${what} ${room}`);
      };
      await look("opens", async () => Boolean(await api.room(room)));
      await look("reads", async () => Boolean(await api.history(room, { limit: 1 })));
      await look("writes in", async () => Boolean(await api.send(room, { id: `intruder-${me.id}`, body: "hello" })));
      await look("finds in", async () =>
        (await api.search({ q: word })).hits.some(({ message }) => message.room === room),
      );
      await look("lists", async () => (await api.rooms()).some(({ id }) => id === room));
      return found;
    },
    isSettled: (heads) =>
      [...seats].every(([room, seat]) => {
        const head = heads.get(room) ?? 0;
        return (
          seat.isConnected && seat.timeline.headSeq >= head && outbox.items(room).length === 0 && isWhole(seat, head)
        );
      }),
    unsettled: () =>
      [...seats]
        .map(
          ([room, seat]) =>
            `${room}: ${seat.isConnected}, at ${seat.timeline.headSeq}, ${outbox.items(room).length} unsent`,
        )
        .join("; "),
    async history(room) {
      const all: Message[] = [];
      for (let hasAfter = true; hasAfter; ) {
        const page = await api.history(room, { after: all.at(-1)?.seq ?? 0, limit: 100 });
        all.push(...page.messages);
        hasAfter = page.hasAfter;
      }
      return all;
    },
    wake() {
      outbox.wake();
      for (const [room, seat] of seats) {
        if (!seat.isConnected) seat.socket.tryNow();
        else seat.repairing = repair(room, seat);
      }
    },
    views: () =>
      [...seats].map(([room, seat]) => ({
        userId: me.id,
        room,
        fromSeq: seat.fromSeq ?? 0,
        shown: shownBy(seat),
        connections: seat.connections,
      })),
    close() {
      outbox.close();
      for (const { socket } of seats.values()) socket.close();
    },
  };
}

function isWhole(seat: Seat, head: number): boolean {
  for (let seq = (seat.fromSeq ?? 0) + 1; seq <= head; seq++) if (!seat.shown.has(seq)) return false;
  return true;
}

/** Everything that was shown, once; what the timeline has twice or out of order stays so, to be found. */
function shownBy(seat: Seat): Message[] {
  const onScreen = seat.timeline.segments.flat().filter(({ seq }) => seq > (seat.fromSeq ?? 0));
  const visible = new Set(onScreen.map(({ seq }) => seq));
  const before = [...seat.shown.values()].filter(({ seq }) => !visible.has(seq));
  return [...before.sort((a, b) => a.seq - b.seq), ...onScreen];
}

function messagesOf(frame: ServerFrame): Message[] {
  if (frame.type === "welcome" || frame.type === "messages") return frame.messages;
  return frame.type === "known" ? [frame.message] : [];
}

/** The two people of a direct room may see it. */
export function isForeign(room: string, userId: string): boolean {
  const address = parseRoomId(room);
  return address?.kind === "direct" && !address.userIds.includes(userId);
}
