import ReconnectingSocket from "partysocket/ws";
import { CLOSE, mayReconnect, PING, PONG } from "../../worker/protocol.ts";
import { ApiError } from "./api-error.ts";
import { createHeartbeat } from "./heartbeat.ts";
import { createPause } from "./pause.ts";
import { queryText } from "./query-text.ts";

/**
 * `connecting`: an attempt is under way. `connected`: the server said welcome. `waiting`: the last attempt or socket
 * failed and the next one comes by itself. `ended`: the server said not to come back, or `close` was called.
 */
export type ConnectionState = "connecting" | "connected" | "waiting" | "ended";

/** `code` is the close code that ended it, `reason` what the server said with it; absent where we closed it ourselves. */
export type ConnectionStatus =
  | { state: "connecting" | "connected" | "waiting" }
  | { state: "ended"; code?: number; reason?: string };

export interface ConnectionOptions {
  /** `https://chat.example`; the socket is `wss` where this is `https`. */
  origin: string;
  /** From the root, like `/ws/rooms/global`. */
  path: string;
  /** Asked before each attempt. A ticket where no cookie speaks for us; `undefined` values are left out. */
  query?: () => Promise<Record<string, string | undefined>>;
  onText(text: string): void;
  onStatus(status: ConnectionStatus): void;
  /** Another implementation of `WebSocket`, where there is no global one. */
  WebSocket?: unknown;
  /** 0 to 1, for the jitter. */
  random?: () => number;
}

export interface Connection {
  /** Whether the text left; nothing is kept for later. */
  send(text: string): boolean;
  /** The server's welcome came: from here on we count as connected. */
  confirm(): void;
  /** Connects again with fresh parameters: something was missed. */
  restart(reason: string): void;
  /** Somebody is waiting, or the network is back: skips the pause; asks an open socket for a sign of life. */
  tryNow(): void;
  close(): void;
}

// Full jitter: after a deploy everyone comes back at once, and a spread is all that protects the room.
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;
// A socket that lived this long was a real one: the next failure starts over with short pauses.
const STABLE_AFTER_MS = 5_000;
// PartySocket's own 4 s are too short for a phone on a bad link.
const OPEN_WITHIN_MS = 10_000;
// A socket may be open, and answer pings, while nobody behind it says welcome: the platform answers those by itself.
const WELCOME_WITHIN_MS = 15_000;
const RESTART_CODE = 4000;

/** How long to wait before attempt number `attempt` (the first is 0, and comes at once), in milliseconds. */
export function pauseBefore(attempt: number, random: () => number): number {
  if (attempt === 0) return 0;
  return random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
}

/**
 * A socket that comes back by itself: full-jitter pauses, a heartbeat that notices a dead peer within 40 s, fresh
 * parameters for each attempt. It stops for good on close codes from 4500 on.
 */
export function createConnection(options: ConnectionOptions): Connection {
  // `http` becomes `ws` and `https` becomes `wss`; PartySocket proper would guess that from the host's name.
  const address = options.origin.replace(/^http/, "ws") + options.path;
  const pause = createPause();
  let attempt = 0;
  let confirmedAt: number | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  async function nextAddress(): Promise<string> {
    await pause.wait(pauseBefore(attempt++, options.random ?? Math.random));
    if (ended) return address;
    options.onStatus({ state: "connecting" });
    return `${address}${await parameters()}`;
  }

  const socket = new ReconnectingSocket(nextAddress, [], {
    // Frames that were not sent are the outbox's to keep; a buffer here would send them twice.
    maxEnqueuedMessages: 0,
    // The pause is ours, before the next address, because PartySocket's own cannot be cut short.
    minReconnectionDelay: 0,
    maxReconnectionDelay: 0,
    connectionTimeout: OPEN_WITHIN_MS,
    shouldReconnectOnClose: (event) => mayReconnect(event.code),
    WebSocket: options.WebSocket,
  });
  const heartbeat = createHeartbeat({
    ping: () => socket.send(PING),
    onSilence: () => restart("no sign of life"),
  });

  async function parameters(): Promise<string> {
    try {
      return queryText((await options.query?.()) ?? {});
    } catch (thrown) {
      // Without a session there will be no ticket, however often we ask; anything else may pass.
      if (thrown instanceof ApiError && thrown.code === "unauthenticated") end(CLOSE.notSignedIn);
      throw thrown;
    }
  }

  function restart(reason: string): void {
    if (!ended) socket.reconnect(RESTART_CODE, reason);
  }

  function end(code?: number, reason?: string): void {
    if (ended) return;
    ended = true;
    clearTimeout(patience);
    heartbeat.stop();
    pause.skip();
    options.onStatus({ state: "ended", code, reason });
    socket.close();
  }

  // Not addEventListener: partysocket hands listeners a copy of its own close events, in which browsers get the code wrong.
  socket.onopen = () => {
    heartbeat.start();
    clearTimeout(patience);
    patience = setTimeout(() => restart("no welcome"), WELCOME_WITHIN_MS);
  };
  socket.onmessage = ({ data }) => {
    heartbeat.heard();
    if (!ended && typeof data === "string" && data !== PONG) options.onText(data);
  };
  socket.onclose = ({ code, reason }) => {
    clearTimeout(patience);
    heartbeat.stop();
    // Not 0: a deploy ends everyone's good connection in the same moment.
    if (confirmedAt !== undefined && Date.now() - confirmedAt > STABLE_AFTER_MS) attempt = 1;
    confirmedAt = undefined;
    if (!mayReconnect(code)) end(code, reason);
    else if (!ended) options.onStatus({ state: "waiting" });
  };
  // Asking for parameters may throw (no ticket to be had): PartySocket reports that as an error and tries again.
  socket.onerror = () => {
    if (!ended && confirmedAt === undefined) options.onStatus({ state: "waiting" });
  };

  return {
    send: (text) => !ended && socket.readyState === socket.OPEN && socket.send(text),
    confirm: () => {
      clearTimeout(patience);
      confirmedAt = Date.now();
      if (!ended) options.onStatus({ state: "connected" });
    },
    restart,
    tryNow: () => {
      attempt = 0;
      pause.skip();
      heartbeat.probe();
    },
    close: () => end(),
  };
}
