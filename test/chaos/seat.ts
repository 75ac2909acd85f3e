/** One room on one device: the client layer's own room, and a reader who wants to see everything since they first came. */
import type { Api } from "../../web/client/api.ts";
import type { Changes } from "../../web/client/changes.ts";
import type { ConnectionStatus } from "../../web/client/connection.ts";
import type { Outbox } from "../../web/client/outbox.ts";
import { createRoomClient } from "../../web/client/room.ts";
import { emptyTimeline, liveSegment, type Segment, type Timeline } from "../../web/client/timeline.ts";
import type { Message, ServerFrame } from "../../worker/protocol.ts";
import type { Connection, View } from "./evidence.ts";
import { listeningSocket } from "./wire.ts";

export interface SeatOptions {
  origin: string;
  room: string;
  userId: string;
  api: Api;
  outbox: Outbox;
  changes: Changes;
  random: () => number;
  /** Where an earlier connection ended: everything after its last message is owed from here on. */
  resume?: Pick<Timeline, "epoch" | "rev" | "headSeq"> | undefined;
  /** A message came with a frame. */
  onMessage(message: Message): void;
  onConnected(): void;
}

export interface Seat {
  /** What is on the screen, up to the last message. */
  messages(): Segment;
  /** How often the server said welcome. */
  welcomes(): number;
  /** The close code after which it does not come back; there should be none. */
  ended(): number | undefined;
  isConnected(): boolean;
  /** One after the other, the last one is the one that is open. */
  connections(): readonly Connection[];
  /** Shows everything up to `head`, as far as it ever has to. */
  isWhole(head: number): boolean;
  headSeq(): number;
  /** Everything that changed up to here is on the screen. */
  rev(): number;
  /** Somebody looks at the screen: connects now, and fills what is missing. */
  tryNow(): void;
  view(isFinal: boolean): View;
  close(): void;
}

const PAGE = 100;

export function createSeat(options: SeatOptions): Seat {
  const { origin, room, userId, api, outbox, changes, random, resume, onMessage, onConnected } = options;
  const connections: Connection[] = [];
  /** All that was ever shown: a `reset` clears the screen, not the memory of who looked at it. */
  const shown = new Map<number, Message[]>();
  let fromSeq = resume?.headSeq;
  let welcomes = 0;
  let status: ConnectionStatus = { state: "connecting" };
  let isRepairing = false;

  const screen = { value: { ...emptyTimeline, ...resume } };
  const client = createRoomClient({
    origin,
    roomId: room,
    userId,
    api,
    outbox,
    changes,
    timeline: screen,
    ticket: () => api.ticket(),
    random,
    WebSocket: listeningSocket((connection) => connections.push(connection)),
    onFrame: (frame) => {
      if (frame.type === "welcome") {
        welcomes++;
        fromSeq ??= (frame.messages[0]?.seq ?? frame.seq + 1) - 1;
        void repair();
      }
      const messages = messagesOf(frame);
      show(messages);
      messages.forEach(onMessage);
    },
    onStatus: (next) => {
      status = next;
      if (next.state === "connected") onConnected();
    },
  });

  function show(messages: readonly Message[]): void {
    for (const message of messages) {
      const versions = shown.get(message.seq) ?? [];
      if (versions.at(-1)?.rev !== message.rev) shown.set(message.seq, [...versions, message]);
    }
  }

  /** After a `reset`, what lies between what was shown before and the last 25 comes from history; there may be several such gaps. */
  async function repair(): Promise<void> {
    if (isRepairing) return;
    isRepairing = true;
    try {
      for (let seq = lastMissing(); seq !== undefined && !shown.has(seq); seq = lastMissing()) {
        const missing = seq;
        await client.load({ before: missing + 1, limit: PAGE });
        const page = screen.value.segments.flat().filter((one) => one.seq <= missing && one.seq > missing - PAGE);
        show(page.filter((one) => one.seq > (fromSeq ?? 0)));
        if (!shown.has(missing)) return;
      }
    } catch {
      // The network is bad by design: the next welcome tries again, and so does whoever looks.
    } finally {
      isRepairing = false;
    }
  }

  const live = (): Segment => liveSegment(screen.value) ?? [];

  /** The last message, up to the newest, that was never shown. */
  function lastMissing(): number | undefined {
    for (let seq = screen.value.headSeq; seq > (fromSeq ?? 0); seq--) if (!shown.has(seq)) return seq;
    return undefined;
  }

  return {
    messages: live,
    welcomes: () => welcomes,
    ended: () => (status.state === "ended" ? status.code : undefined),
    isConnected: () => status.state === "connected",
    connections: () => connections,
    isWhole(head) {
      for (let seq = (fromSeq ?? 0) + 1; seq <= head; seq++) if (!shown.has(seq)) return false;
      return screen.value.headSeq >= head;
    },
    headSeq: () => screen.value.headSeq,
    rev: () => screen.value.rev,
    tryNow() {
      client.tryNow();
      void repair();
    },
    view: (isFinal) => ({
      userId,
      room,
      fromSeq: fromSeq ?? 0,
      isFinal,
      shown: [...shown.values()].flat().sort((a, b) => a.seq - b.seq),
      screen: screen.value.segments.flat().filter(({ seq }) => seq > (fromSeq ?? 0)),
      connections,
    }),
    close: () => client.close(),
  };
}

function messagesOf(frame: ServerFrame): Message[] {
  if (frame.type === "welcome" || frame.type === "messages") return frame.messages;
  return frame.type === "known" ? [frame.message] : [];
}
