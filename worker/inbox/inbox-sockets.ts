import * as v from "valibot";
import { errorFrame, ProtocolError } from "../errors.ts";
import { CLOSE, type InboxFrame, LIMITS } from "../protocol.ts";
import { closeQuietly, isSilent } from "../room/connections.ts";
import { isTooBig } from "../room/frames.ts";
import { recent } from "../room/recent.ts";
import { InboxAttachment } from "./inbox-visit.ts";

/** The sockets of one person's devices, those of before the object slept included. They are told things and asked nothing. */
export class InboxSockets {
  readonly #kept: () => WebSocket[];
  readonly #onEnded: (attachment: InboxAttachment) => void;
  /** Frames that came while a socket waits for its welcome. */
  readonly #waiting = new Map<WebSocket, InboxFrame[]>();

  /**
   * @param kept what the platform has, those included that are closing
   * @param onEnded a socket is nobody's any more
   */
  constructor(kept: () => WebSocket[], onEnded: (attachment: InboxAttachment) => void) {
    this.#kept = kept;
    this.#onEnded = onEnded;
  }

  /** Those that are open and somebody's. */
  *[Symbol.iterator](): Generator<[WebSocket, InboxAttachment]> {
    for (const socket of this.#kept()) {
      const attachment = attachmentOf(socket);
      if (attachment) yield [socket, attachment];
    }
  }

  /** Those that opened them. */
  get tickets(): InboxAttachment["ticket"][] {
    return Array.from(this, ([, { ticket }]) => ticket);
  }

  get size(): number {
    return [...this].length;
  }

  /** Takes a socket in. Until `welcome` says so it is sent nothing. */
  add(socket: WebSocket, attachment: InboxAttachment): void {
    socket.serializeAttachment(attachment);
    this.#waiting.set(socket, []);
  }

  /** Sends what comes first, and then what came meanwhile. */
  welcome(socket: WebSocket, first: InboxFrame): void {
    for (const frame of [first, ...(this.#waiting.get(socket) ?? [])]) sendQuietly(socket, JSON.stringify(frame));
    this.#waiting.delete(socket);
  }

  send(frame: InboxFrame): void {
    const text = JSON.stringify(frame);
    for (const [socket] of this) {
      const waiting = this.#waiting.get(socket);
      if (waiting) waiting.push(frame);
      else sendQuietly(socket, text);
    }
  }

  endAll(code: number, reason: string): void {
    for (const [socket] of [...this]) this.end(socket, code, reason);
  }

  /** Ends those that fell silent: some vanish without a close, and would be counted and told things for ever. */
  endSilent(lastPing: (socket: WebSocket) => Date | null, now: number): void {
    for (const [socket] of [...this]) if (isSilent(lastPing(socket), now)) this.end(socket, 1001, "no sign of life");
  }

  /** Nothing is asked of an inbox but pings, and those the platform answers. */
  refuse(socket: WebSocket, data: string | ArrayBuffer): void {
    const attachment = attachmentOf(socket);
    if (!attachment) return;
    if (isTooBig(data)) {
      this.end(socket, CLOSE.tooBig, "frame too big");
      return;
    }
    const now = Date.now();
    const badFrames = recent([...(attachment.badFrames ?? []), now], now);
    socket.serializeAttachment({ ...attachment, badFrames } satisfies InboxAttachment);
    sendQuietly(socket, JSON.stringify(errorFrame(new ProtocolError("bad_request", "An inbox only tells."))));
    if (badFrames.length > LIMITS.badFramesPerMinute) this.end(socket, CLOSE.badFrames, "too many bad frames");
  }

  /** Closes those of ended sessions. */
  endSessions(sessionIds: string[]): void {
    for (const [socket, attachment] of this) {
      if (sessionIds.includes(attachment.sessionId)) this.end(socket, CLOSE.sessionEnded, "session ended");
    }
  }

  /** Without its attachment it is nobody's, although the platform keeps it until the other side answers the Close. */
  end(socket: WebSocket, code: number, reason: string): void {
    const attachment = attachmentOf(socket);
    socket.serializeAttachment(null);
    this.#waiting.delete(socket);
    closeQuietly(socket, code, reason);
    if (attachment) this.#onEnded(attachment);
  }
}

function attachmentOf(socket: WebSocket): InboxAttachment | undefined {
  const parsed = v.safeParse(InboxAttachment, socket.deserializeAttachment());
  return parsed.success ? parsed.output : undefined;
}

function sendQuietly(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    // It is closing; its close event is on the way.
  }
}
