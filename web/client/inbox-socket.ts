import type { InboxFrame } from "../../worker/protocol.ts";
import { type ConnectionOptions, type ConnectionStatus, createConnection } from "./connection.ts";
import { parseInboxFrame } from "./frames.ts";

export interface InboxSocketOptions {
  /** Where the server is, like `https://chat.example`. */
  origin: string;
  /** Whom the caller takes itself for: a socket whose credentials are somebody else's ends with 4501. */
  userId?: string;
  /** For callers without a cookie: a fresh ticket for each attempt (`Api.ticket`). */
  ticket?: () => Promise<string>;
  /** `welcome` with the whole list first, on each connection. */
  onFrame(frame: InboxFrame): void;
  onStatus(status: ConnectionStatus): void;
  WebSocket?: ConnectionOptions["WebSocket"];
  random?: ConnectionOptions["random"];
}

export interface InboxSocket {
  /** Skips the pause between attempts, and checks a socket that looks open. */
  tryNow(): void;
  close(): void;
}

/** What happens in the rooms of one person (`/ws/inbox`). */
export function createInboxSocket(options: InboxSocketOptions): InboxSocket {
  const connection = createConnection({
    origin: options.origin,
    path: "/ws/inbox",
    WebSocket: options.WebSocket,
    random: options.random,
    query: async () => ({ user: options.userId, ticket: await options.ticket?.() }),
    onStatus: options.onStatus,
    onText: (text) => {
      const frame = parseInboxFrame(text);
      if (frame === undefined) return;
      options.onFrame(frame);
      if (frame.type === "welcome") connection.confirm();
    },
  });
  return { tryNow: connection.tryNow, close: connection.close };
}
