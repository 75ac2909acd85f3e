import * as v from "valibot";
import { CLOSE, Person } from "../protocol.ts";

/**
 * A socket with a `messages` frame unacknowledged for this long, or this many bytes of them, reads too slowly: it is closed and may
 * come back. The platform has no backpressure, so what a socket does not read would fill the memory of the room.
 */
const UNREAD_FOR_MS = 20_000;
const UNREAD_BYTES = 8 * 1024 * 1024;
/** Clients ping every 15 to 30 s. */
const SILENT_AFTER_MS = 90_000;

/** All that is known of a socket after the object slept: what does not stand here or in storage does not exist. */
const Attachment = v.object({
  user: Person,
  sessionId: v.string(),
  ticket: v.optional(v.object({ id: v.string(), expiresAt: v.number() })),
  badFrames: v.array(v.number()),
});
export type Attachment = v.InferOutput<typeof Attachment>;

interface Window {
  rev: number;
  bytes: number;
  sentAt: number;
}

/** One socket of one person in this room. */
export class Connection {
  readonly socket: WebSocket;
  #attachment: Attachment;
  #unread: Window[] = [];
  #unreadBytes = 0;

  constructor(socket: WebSocket, attachment: Attachment) {
    this.socket = socket;
    this.#attachment = attachment;
  }

  get user(): Person {
    return this.#attachment.user;
  }
  get sessionId(): string {
    return this.#attachment.sessionId;
  }
  get ticket(): Attachment["ticket"] {
    return this.#attachment.ticket;
  }

  rename(user: Person): void {
    this.#keep({ ...this.#attachment, user });
  }

  /** Notes a frame that made no sense; returns how many there were within the last minute. */
  countBadFrame(now: number): number {
    const badFrames = [...this.#attachment.badFrames.filter((at) => now - at < 60_000), now];
    this.#keep({ ...this.#attachment, badFrames });
    return badFrames.length;
  }

  /** A socket that is closing already takes no more frames; that is no error of whoever sends. */
  send(frame: string): void {
    try {
      this.socket.send(frame);
    } catch {
      // Its close event is on the way and takes it out of the room.
    }
  }

  /** Sends a `messages` frame, or closes the socket where too much of what was sent before is unread. */
  sendCounted(frame: string, bytes: number, rev: number, now: number): void {
    const [oldest] = this.#unread;
    if (this.#unreadBytes + bytes > UNREAD_BYTES || (oldest && now - oldest.sentAt > UNREAD_FOR_MS)) {
      this.close(CLOSE.tooSlow, "reading too slowly");
      return;
    }
    this.#unread.push({ rev, bytes, sentAt: now });
    this.#unreadBytes += bytes;
    this.send(frame);
  }

  /** The client has everything up to `rev`. */
  got(rev: number): void {
    let done = 0;
    for (const frame of this.#unread) {
      if (frame.rev > rev) break;
      this.#unreadBytes -= frame.bytes;
      done++;
    }
    this.#unread.splice(0, done);
  }

  close(code: number, reason: string): void {
    closeQuietly(this.socket, code, reason);
  }

  #keep(attachment: Attachment): void {
    this.#attachment = attachment;
    this.socket.serializeAttachment(attachment);
  }
}

/** The sockets of a room, those of before the object slept included. */
export class Connections {
  readonly #bySocket = new Map<WebSocket, Connection>();
  /** How many sockets each person has here. */
  readonly #people = new Map<string, number>();

  /** @param sockets what the platform kept while the object slept */
  constructor(sockets: WebSocket[]) {
    for (const socket of sockets) {
      const parsed = v.safeParse(Attachment, socket.deserializeAttachment());
      if (parsed.success) this.#enter(new Connection(socket, parsed.output));
      else closeQuietly(socket, CLOSE.tryAgainLater, "connect again");
    }
  }

  add(socket: WebSocket, attachment: Attachment): Connection {
    socket.serializeAttachment(attachment);
    const connection = new Connection(socket, attachment);
    this.#enter(connection);
    return connection;
  }

  get(socket: WebSocket): Connection | undefined {
    return this.#bySocket.get(socket);
  }

  remove(socket: WebSocket): Connection | undefined {
    const connection = this.#bySocket.get(socket);
    if (!connection) return undefined;
    this.#bySocket.delete(socket);
    const { id } = connection.user;
    const left = (this.#people.get(id) ?? 1) - 1;
    if (left > 0) this.#people.set(id, left);
    else this.#people.delete(id);
    return connection;
  }

  [Symbol.iterator](): IterableIterator<Connection> {
    return this.#bySocket.values();
  }

  of(userId: string): Connection[] {
    return [...this].filter(({ user }) => user.id === userId);
  }

  /** Those that pinged once and then no more: their network is gone, and a close may never come. Who never pings is left alone. */
  silent(lastPing: (socket: WebSocket) => Date | null, now: number): Connection[] {
    return [...this].filter(({ socket }) => {
      const at = lastPing(socket)?.getTime();
      return at !== undefined && now - at > SILENT_AFTER_MS;
    });
  }

  /** Everyone with a socket here, and how many they have. Kept, not counted: a join must not cost more in a large room. */
  get people(): ReadonlyMap<string, number> {
    return this.#people;
  }

  #enter(connection: Connection): void {
    this.#bySocket.set(connection.socket, connection);
    const { id } = connection.user;
    this.#people.set(id, (this.#people.get(id) ?? 0) + 1);
  }
}

// These say how a connection ended and may not be sent in a Close frame.
const RESERVED_CODES = new Set([1005, 1006, 1015]);

/** Closes with a code that may stand in a Close frame; a socket that is closed already is left alone. */
export function closeQuietly(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(RESERVED_CODES.has(code) ? 1000 : code, reason.slice(0, 100));
  } catch {
    // The other side was faster.
  }
}
