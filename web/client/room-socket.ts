import { type ClientFrame, GOT_EVERY_MS, type ServerFrame } from "../../worker/protocol.ts";
import { type ConnectionOptions, type ConnectionStatus, createConnection } from "./connection.ts";
import { parseRoomFrame } from "./frames.ts";

/** Up to where a client has everything: what `since` and `epoch` of the next attempt will say. */
export interface Cursor {
  epoch: string;
  rev: number;
}

export interface RoomSocketOptions {
  /** Where the server is, like `https://chat.example`. */
  origin: string;
  roomId: string;
  /** Where an earlier visit ended; without it the room answers with its last messages. */
  resume?: Cursor;
  /** Whom the caller takes itself for: a socket whose credentials are somebody else's ends with 4501. */
  userId?: string;
  /** For callers without a cookie: a fresh ticket for each attempt (`Api.ticket`). */
  ticket?: () => Promise<string>;
  /** Every frame that fits, in order and without a hole: `welcome` first, on each connection. */
  onFrame(frame: ServerFrame): void;
  onStatus(status: ConnectionStatus): void;
  WebSocket?: ConnectionOptions["WebSocket"];
  random?: ConnectionOptions["random"];
}

export interface RoomSocket {
  /** Whether the frame left. Nothing leaves before `welcome`, and nothing is kept for later. */
  send(frame: ClientFrame): boolean;
  /** Skips the pause between attempts, and checks a socket that looks open. */
  tryNow(): void;
  close(): void;
}

/**
 * The live end of one room (`/ws/rooms/:room`).
 *
 * It says `got` while messages come, notices a hole in the sequence of frames and resumes from before it.
 */
export function createRoomSocket(options: RoomSocketOptions): RoomSocket {
  let cursor = options.resume;
  let isWelcome = false;
  let gotTimer: ReturnType<typeof setTimeout> | undefined;

  const connection = createConnection({
    origin: options.origin,
    path: `/ws/rooms/${encodeURIComponent(options.roomId)}`,
    WebSocket: options.WebSocket,
    random: options.random,
    query: async () => ({
      since: cursor?.rev.toString(),
      epoch: cursor?.epoch,
      user: options.userId,
      ticket: await options.ticket?.(),
    }),
    onStatus: (status) => {
      if (status.state !== "connected") forget();
      options.onStatus(status);
    },
    onText: (text) => {
      const frame = parseRoomFrame(text);
      if (frame !== undefined) receive(frame);
    },
  });

  function receive(frame: ServerFrame): void {
    if (frame.type === "welcome") {
      cursor = { epoch: frame.epoch, rev: frame.rev };
      isWelcome = true;
      options.onFrame(frame);
      connection.confirm();
      return;
    }
    if (!isWelcome && frame.type !== "error") return;
    if (frame.type === "messages") {
      if (cursor === undefined || frame.prev !== cursor.rev) {
        connection.restart("missed something");
        return;
      }
      cursor = { ...cursor, rev: frame.rev };
      sayGotSoon();
    }
    options.onFrame(frame);
  }

  function sayGotSoon(): void {
    gotTimer ??= setTimeout(() => {
      gotTimer = undefined;
      if (cursor !== undefined) send({ type: "got", rev: cursor.rev });
    }, GOT_EVERY_MS);
  }

  function forget(): void {
    isWelcome = false;
    clearTimeout(gotTimer);
    gotTimer = undefined;
  }

  function send(frame: ClientFrame): boolean {
    return isWelcome && connection.send(JSON.stringify(frame));
  }

  return { send, tryNow: connection.tryNow, close: connection.close };
}
