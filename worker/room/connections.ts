import * as v from "valibot";
import { CLOSE, OPEN, Person, Privacy } from "../protocol.ts";
import type { Actor, Author } from "./change.ts";
import { recent } from "./recent.ts";
import { TokenBucket } from "./token-bucket.ts";

/**
 * A socket with a `messages` frame unacknowledged for this long, or this many bytes of them, reads too slowly: it is closed and may
 * come back. The platform has no backpressure, so what a socket does not read would fill the memory of the room.
 */
const UNREAD_FOR_MS = 20_000;
const UNREAD_BYTES = 8 * 1024 * 1024;
/**
 * What is known already is answered ahead of any limit, with the whole message, and nobody says that they have read it. A client that comes
 * back asks for what it had not sent yet; one that asks for the same again and again would fill the memory as well.
 */
const KNOWN_BYTES = 2 * 1024 * 1024;
const KNOWN_BYTES_PER_SECOND = 64 * 1024;
/** Clients ping every 15 to 30 s. */
const SILENT_AFTER_MS = 90_000;

/**
 * Whether a socket pinged once and then no more: its network is gone, and a close may never come. Who never pings is left alone.
 * @param heardAt when anything else came from it, in ms, as far as is known
 */
export function isSilent(lastPing: Date | null, now: number, heardAt = 0): boolean {
  return lastPing !== null && now - Math.max(lastPing.getTime(), heardAt) > SILENT_AFTER_MS;
}

/** All that is known of a socket after the object slept: what does not stand here or in storage does not exist. */
const Attachment = v.object({
  user: Person,
  sessionId: v.string(),
  ticket: v.optional(v.object({ id: v.string(), expiresAt: v.number() })),
  mayModerate: v.boolean(),
  /** Times of the last minute, in ms. */
  badFrames: v.array(v.number()),
  /** How far this person has read, as far as this room was told. */
  readSeq: v.number(),
  privacy: v.optional(Privacy, OPEN),
});
export type Attachment = v.InferOutput<typeof Attachment>;

interface Unread {
  rev: number;
  bytes: number;
  sentAt: number;
}

/** How many frames a socket may send, of whatever kind. */
export interface FrameRate {
  perSecond: number;
  burst: number;
}

/** One socket of one person in this room. */
export class Connection {
  readonly socket: WebSocket;
  #attachment: Attachment;
  readonly #frames: TokenBucket;
  readonly #knownBytes = new TokenBucket(KNOWN_BYTES_PER_SECOND, KNOWN_BYTES);
  readonly #end: (code: number, reason: string) => void;
  /** Of this waking: after a sleep the pings alone tell. */
  #heardAt = 0;
  #unread: Unread[] = [];
  #unreadBytes = 0;

  constructor(
    socket: WebSocket,
    attachment: Attachment,
    rate: FrameRate,
    end: (connection: Connection, code: number, reason: string) => void,
  ) {
    this.socket = socket;
    this.#attachment = attachment;
    this.#frames = new TokenBucket(rate.perSecond, rate.burst);
    this.#end = (code, reason) => end(this, code, reason);
  }

  get user(): Person {
    return this.#attachment.user;
  }
  /** As whom this socket changes messages. */
  get actor(): Actor {
    return { userId: this.#attachment.user.id, mayModerate: this.#attachment.mayModerate };
  }
  /** As whom it sends them. */
  get author(): Author {
    return { user: this.#attachment.user, mayModerate: this.#attachment.mayModerate };
  }
  get sessionId(): string {
    return this.#attachment.sessionId;
  }
  get ticket(): Attachment["ticket"] {
    return this.#attachment.ticket;
  }
  get readSeq(): number {
    return this.#attachment.readSeq;
  }

  get privacy(): Privacy {
    return this.#attachment.privacy;
  }

  rename(user: Person): void {
    this.#keep({ ...this.#attachment, user });
  }

  keepPrivacy(privacy: Privacy): void {
    this.#keep({ ...this.#attachment, privacy });
  }

  keepMayModerate(mayModerate: boolean): void {
    if (mayModerate !== this.#attachment.mayModerate) this.#keep({ ...this.#attachment, mayModerate });
  }

  keepReadSeq(readSeq: number): void {
    this.#keep({ ...this.#attachment, readSeq });
  }

  /** Whether another frame may come now. */
  takeFrame(now: number): boolean {
    this.#heardAt = now;
    return this.#frames.take(now) === 0;
  }

  isSilent(lastPing: Date | null, now: number): boolean {
    return isSilent(lastPing, now, this.#heardAt);
  }

  /** Notes a frame that made no sense; returns how many there were within the last minute. */
  countBadFrame(now: number): number {
    const badFrames = recent([...this.#attachment.badFrames, now], now);
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

  /** Sends a `known` frame, or closes the socket where that is far too much of them. */
  sendKnown(frame: string, now: number): void {
    if (this.#knownBytes.take(now, frame.length) > 0) this.close(CLOSE.tooSlow, "the same again and again");
    else this.send(frame);
  }

  /** Sends a `messages` frame, or closes the socket where too much of what was sent before is unread. */
  sendCounted(frame: string, bytes: number, rev: number, now: number): void {
    if (this.#unreadBytes + bytes > UNREAD_BYTES || this.#isLate(now)) {
      this.close(CLOSE.tooSlow, "reading too slowly");
      return;
    }
    this.#unread.push({ rev, bytes, sentAt: now });
    this.#unreadBytes += bytes;
    this.send(frame);
  }

  /** Closes a socket that has left a `messages` frame unacknowledged for too long. */
  endIfLate(now: number): void {
    if (this.#isLate(now)) this.close(CLOSE.tooSlow, "reading too slowly");
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

  /** Takes it out of the room and closes it. What it sends from now on is nobody's. */
  close(code: number, reason: string): void {
    this.#end(code, reason);
  }

  #isLate(now: number): boolean {
    const [oldest] = this.#unread;
    return oldest !== undefined && now - oldest.sentAt > UNREAD_FOR_MS;
  }

  #keep(attachment: Attachment): void {
    this.#attachment = attachment;
    this.socket.serializeAttachment(attachment);
  }
}

/** The sockets of a room, those of before the object slept included. */
export class Connections {
  readonly #rate: FrameRate;
  readonly #onLeft: (connection: Connection) => void;
  readonly #bySocket = new Map<WebSocket, Connection>();
  readonly #people = new Map<string, Set<Connection>>();
  readonly #visible = new Set<string>();

  /**
   * @param sockets what the platform kept while the object slept
   * @param onLeft a connection is out of the room, by its own close or by ours
   */
  constructor(sockets: WebSocket[], rate: FrameRate, onLeft: (connection: Connection) => void) {
    this.#rate = rate;
    this.#onLeft = onLeft;
    for (const socket of sockets) {
      const parsed = v.safeParse(Attachment, socket.deserializeAttachment());
      if (parsed.success) this.#enter(socket, parsed.output);
      else closeQuietly(socket, CLOSE.tryAgainLater, "connect again");
    }
  }

  add(socket: WebSocket, attachment: Attachment): Connection {
    socket.serializeAttachment(attachment);
    return this.#enter(socket, attachment);
  }

  get size(): number {
    return this.#bySocket.size;
  }

  get(socket: WebSocket): Connection | undefined {
    return this.#bySocket.get(socket);
  }

  /** It closed. Does nothing where it was taken out before. */
  remove(socket: WebSocket): void {
    const connection = this.#bySocket.get(socket);
    if (!connection) return;
    this.#bySocket.delete(socket);
    const { id } = connection.user;
    const left = this.#people.get(id);
    left?.delete(connection);
    if (left?.size === 0) {
      this.#people.delete(id);
      this.#visible.delete(id);
    }
    this.#onLeft(connection);
  }

  [Symbol.iterator](): IterableIterator<Connection> {
    return this.#bySocket.values();
  }

  of(userId: string): Iterable<Connection> {
    return this.#people.get(userId) ?? [];
  }

  /** Everyone with a socket here, by id. Kept, not counted: a join must not cost more in a large room. */
  get people(): ReadonlyMap<string, ReadonlySet<Connection>> {
    return this.#people;
  }

  /** Those of them whom the others may see, by id. */
  get visible(): ReadonlySet<string> {
    return this.#visible;
  }

  /** From now on on all their sockets. */
  setPrivacy(userId: string, privacy: Privacy): void {
    for (const connection of this.of(userId)) {
      connection.keepPrivacy(privacy);
      this.#show(connection);
    }
  }

  /** Those that fell silent. */
  silent(lastPing: (socket: WebSocket) => Date | null, now: number): Connection[] {
    return [...this].filter((connection) => connection.isSilent(lastPing(connection.socket), now));
  }

  #enter(socket: WebSocket, attachment: Attachment): Connection {
    const connection = new Connection(socket, attachment, this.#rate, (...ending) => this.#end(...ending));
    this.#bySocket.set(socket, connection);
    const { id } = connection.user;
    this.#people.set(id, (this.#people.get(id) ?? new Set()).add(connection));
    this.#show(connection);
    return connection;
  }

  /** Or not: of one person's sockets the one that came last knows best. */
  #show({ user, privacy }: Connection): void {
    if (privacy.presence) this.#visible.add(user.id);
    else this.#visible.delete(user.id);
  }

  /**
   * A Close frame is a request: until the client answers it, the platform goes on delivering what it sends, also after a sleep. So
   * it is out of the room before it is asked, and without an attachment it does not come back.
   */
  #end(connection: Connection, code: number, reason: string): void {
    this.remove(connection.socket);
    connection.socket.serializeAttachment(null);
    closeQuietly(connection.socket, code, reason);
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
