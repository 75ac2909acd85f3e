import type { Message, ServerFrame } from "../../worker/protocol.ts";
import type { Api, HistoryQuery } from "./api.ts";
import { withChange } from "./change.ts";
import type { Changes, PendingChange } from "./changes.ts";
import type { ConnectionOptions, ConnectionStatus } from "./connection.ts";
import type { Outbox } from "./outbox.ts";
import { createRoomCarrier } from "./room-carrier.ts";
import { createRoomSocket, type RoomSocket } from "./room-socket.ts";
import { applyFrame, applyMessage, applyPage, messageAt, type Timeline } from "./timeline.ts";

export interface RoomOptions {
  /** Where the server is, like `https://chat.example`. */
  origin: string;
  roomId: string;
  /** Whose client this is. */
  userId: string;
  api: Pick<Api, "history" | "send" | "edit" | "remove" | "react" | "pin">;
  outbox: Pick<Outbox, "attach" | "acknowledge" | "wake">;
  changes: Pick<Changes, "attach">;
  /**
   * Holds what is known of the room: a plain object, or a signal that draws when it is set. Its first value is where an
   * earlier visit ended, or `emptyTimeline`.
   */
  timeline: { value: Timeline };
  /** For callers without a cookie: a fresh ticket for each attempt (`Api.ticket`). */
  ticket?: () => Promise<string>;
  /** After each frame, when the timeline has taken it in; `before` is what it was. `welcome` first, on each connection. */
  onFrame?(frame: ServerFrame, before: Timeline): void;
  onStatus?(status: ConnectionStatus): void;
  /** Runs `work`, in which several things change that are to be drawn as one. */
  gather?(work: () => void): void;
  WebSocket?: ConnectionOptions["WebSocket"];
  random?: ConnectionOptions["random"];
}

/** One open room: its timeline kept up to date, messages and changes on their way over its socket. */
export interface RoomClient {
  /**
   * Gets a page of history into the timeline; what comes with frames meanwhile is not lost to it. `then` runs when it is
   * in, as one with it. Rejects with `ApiError`.
   */
  load(query: HistoryQuery, then?: () => void): Promise<void>;
  /** Says that somebody is writing; the server passes it on at most once in 3 s. */
  sayTyping(): void;
  /** Moves the read mark forwards, or to just there with `back`; answers whether it left. */
  sayRead(seq: number, back?: boolean): boolean;
  /** Skips the pause between attempts, and checks a socket that looks open. */
  tryNow(): void;
  /** Leaves the room. What is on its way goes on over HTTP. */
  close(): void;
}

/**
 * Opens a room and keeps it: whatever way a message comes (a frame, a page of history, the answer to a call), the
 * timeline holds it once, in its place, as it was changed last.
 */
export function createRoomClient(options: RoomOptions): RoomClient {
  const { roomId, userId, api, outbox, changes, timeline } = options;
  const gather = options.gather ?? ((work: () => void) => work());
  const carrier = createRoomCarrier(
    userId,
    (): RoomSocket => socket,
    ({ id, body, replyTo }) => api.send(roomId, { id, body, replyTo }),
    changeOverHttp,
  );
  const detach = outbox.attach(roomId, { carrier: carrier.carry, take });
  const detachChanges = changes.attach(roomId, carrier.carryChange);
  const socket = createRoomSocket({
    origin: options.origin,
    roomId,
    userId,
    resume: cursorOf(timeline.value),
    ticket: options.ticket,
    WebSocket: options.WebSocket,
    random: options.random,
    onFrame: (frame) => gather(() => receive(frame)),
    onStatus: (status) => {
      options.onStatus?.(status);
      if (status.state === "connected") outbox.wake();
      else carrier.lost();
    },
  });

  function receive(frame: ServerFrame): void {
    const before = timeline.value;
    timeline.value = applyFrame(before, frame);
    if (frame.type === "error") carrier.refused(frame);
    if (frame.type === "known") settle(frame.message, frame.ref);
    if (frame.type === "welcome" || frame.type === "messages") for (const message of frame.messages) settle(message);
    options.onFrame?.(frame, before);
  }

  /** What is back from the server is not on its way any more. */
  function settle(message: Message, ref?: string): void {
    carrier.arrived(message, ref);
    outbox.acknowledge(message);
  }

  function take(message: Message): void {
    timeline.value = applyMessage(timeline.value, message);
  }

  async function changeOverHttp({ change }: PendingChange): Promise<void> {
    if (change.kind === "edit") return take(await api.edit(roomId, change.seq, change.body));
    if (change.kind === "delete") await api.remove(roomId, change.seq);
    else if (change.kind === "pin") await api.pin(roomId, change.seq, change.on);
    else await api.react(roomId, change.seq, change.emoji, change.on);
    const message = messageAt(timeline.value, change.seq);
    if (message === undefined) return;
    const done = withChange(message, change, userId, Date.now());
    // Those answers say only that it is done. Half a step: newer than what was here, older than what a frame will bring,
    // unless the frame was faster.
    if (done !== message) take({ ...done, rev: message.rev + 0.5 });
  }

  async function load(query: HistoryQuery, then?: () => void): Promise<void> {
    for (;;) {
      const asked = timeline.value;
      const page = await api.history(roomId, query);
      const joined = applyPage(timeline.value, page, asked);
      if (joined === timeline.value) continue;
      gather(() => {
        timeline.value = joined;
        for (const message of page.messages) outbox.acknowledge(message);
        then?.();
      });
      return;
    }
  }

  return {
    load,
    sayTyping: () => void socket.send({ type: "typing" }),
    sayRead: (seq, back) => socket.send({ type: "read", seq, back }),
    tryNow: () => {
      socket.tryNow();
      outbox.wake();
    },
    close: () => {
      detach();
      detachChanges();
      socket.close();
      carrier.lost();
    },
  };
}

function cursorOf({ epoch, rev }: Timeline): { epoch: string; rev: number } | undefined {
  return epoch === undefined ? undefined : { epoch, rev };
}
