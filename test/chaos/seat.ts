/** One room on one device: the client layer's socket and timeline, and the history that fills what they leave open. */
import type { Api } from "../../web/client/api.ts";
import type { Http } from "../../web/client/http.ts";
import type { Carrier } from "../../web/client/outbox.ts";
import { createRoomCarrier } from "../../web/client/room-carrier.ts";
import { type Cursor, createRoomSocket } from "../../web/client/room-socket.ts";
import {
  applyFrame,
  applyPage,
  emptyTimeline,
  firstSeq,
  liveSegment,
  type Segment,
  type Timeline,
} from "../../web/client/timeline.ts";
import type { Message, ServerFrame } from "../../worker/protocol.ts";
import { type Changes, createChanges } from "./changes.ts";
import type { Connection, View } from "./evidence.ts";
import { listeningSocket } from "./wire.ts";

export interface SeatOptions {
  origin: string;
  room: string;
  userId: string;
  api: Pick<Api, "ticket" | "history" | "send">;
  http: Http;
  random: () => number;
  /** Where an earlier connection ended: everything after its last message is owed from here on. */
  resume?: { cursor: Cursor; lastSeq: number } | undefined;
  /** A message came, in whichever frame. */
  onMessage(message: Message): void;
  /** The room's carrier is ready again. */
  onConnected(): void;
}

export interface Seat {
  carry: Carrier;
  changes: Changes;
  /** What is on the screen, up to the last message. */
  messages(): Segment;
  /** How often the server said welcome. */
  welcomes(): number;
  /** Close codes for good; there should be none. */
  ended(): number | undefined;
  isConnected(): boolean;
  /** One after the other, the last one is the one that is open. */
  connections(): readonly Connection[];
  /** Shows everything up to `head`, as far as it ever has to. */
  isWhole(head: number): boolean;
  headSeq(): number;
  /** Somebody looks at the screen: connects now, and fills what is missing. */
  tryNow(): void;
  view(isFinal: boolean): View;
  close(): void;
}

const PAGE = 100;

export function createSeat(options: SeatOptions): Seat {
  const { origin, room, userId, api, http, random, resume, onMessage, onConnected } = options;
  const connections: Connection[] = [];
  /** All that was ever shown: a `reset` clears the screen, not the memory of who looked at it. */
  const shown = new Map<number, Message[]>();
  let timeline: Timeline = emptyTimeline;
  let fromSeq = resume?.lastSeq;
  let welcomes = 0;
  let status: { state: string; code?: number } = { state: "connecting" };
  let isRepairing = false;

  const socket = createRoomSocket({
    origin,
    roomId: room,
    resume: resume?.cursor,
    ticket: () => api.ticket(),
    random,
    WebSocket: listeningSocket((connection) => connections.push(connection)),
    onFrame: receive,
    onStatus: (next) => {
      status = next;
      if (next.state === "connected") {
        changes.wake();
        onConnected();
      } else {
        carrier?.lost();
        changes?.lost();
      }
    },
  });
  const changes = createChanges({ room, userId, http, send: socket.send, random });
  const carrier = createRoomCarrier(
    userId,
    () => socket,
    ({ id, body }) => api.send(room, { id, body }),
  );

  function receive(frame: ServerFrame): void {
    timeline = applyFrame(timeline, frame);
    if (frame.type === "error") {
      carrier.refused(frame);
      changes.refused(frame);
    }
    if (frame.type === "known") changes.known(frame.ref);
    if (frame.type === "welcome") {
      welcomes++;
      fromSeq ??= (frame.messages[0]?.seq ?? frame.seq + 1) - 1;
    }
    for (const message of messagesOf(frame)) {
      show(message);
      carrier.arrived(message);
      changes.came(message);
      onMessage(message);
    }
    if (frame.type === "welcome") void repair();
  }

  function show(message: Message): void {
    const versions = shown.get(message.seq) ?? [];
    if (versions.at(-1)?.rev !== message.rev) shown.set(message.seq, [...versions, message]);
  }

  /** After a `reset`, what lies between what was shown before and the last 25 comes from history. */
  async function repair(): Promise<void> {
    if (isRepairing) return;
    isRepairing = true;
    try {
      for (let before = gapBelow(); before !== undefined; before = gapBelow()) {
        const asked = timeline;
        const page = await api.history(room, { before, limit: PAGE });
        const joined = applyPage(timeline, page, asked);
        // Older than what a reset has taken away meanwhile: asked for again.
        if (joined === timeline) continue;
        timeline = joined;
        for (const message of page.messages) if (message.seq > (fromSeq ?? 0)) show(message);
      }
    } catch {
      // The network is bad by design: the next welcome tries again, and so does whoever looks.
    } finally {
      isRepairing = false;
    }
  }

  /** The first message of the live end, where the one before it was never shown. */
  function gapBelow(): number | undefined {
    const first = firstSeq(liveSegment(timeline) ?? []);
    return first - 1 > (fromSeq ?? 0) && !shown.has(first - 1) ? first : undefined;
  }

  return {
    carry: (entry) => carrier.carry(entry),
    changes,
    messages: () => liveSegment(timeline) ?? [],
    welcomes: () => welcomes,
    ended: () => (status.state === "ended" ? status.code : undefined),
    isConnected: () => status.state === "connected",
    connections: () => connections,
    isWhole(head) {
      for (let seq = (fromSeq ?? 0) + 1; seq <= head; seq++) if (!shown.has(seq)) return false;
      return timeline.headSeq >= head;
    },
    headSeq: () => timeline.headSeq,
    tryNow() {
      socket.tryNow();
      void repair();
    },
    view: (isFinal) => ({
      userId,
      room,
      fromSeq: fromSeq ?? 0,
      isFinal,
      shown: [...shown.values()].flat().sort((a, b) => a.seq - b.seq),
      screen: timeline.segments.flat().filter(({ seq }) => seq > (fromSeq ?? 0)),
      connections,
    }),
    close() {
      changes.close();
      socket.close();
    },
  };
}

function messagesOf(frame: ServerFrame): Message[] {
  if (frame.type === "welcome" || frame.type === "messages") return frame.messages;
  return frame.type === "known" ? [frame.message] : [];
}
