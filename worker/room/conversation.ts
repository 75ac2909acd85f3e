import type { Limits } from "../env.ts";
import { asProtocolError, errorFrame, ProtocolError } from "../errors.ts";
import {
  CLOSE,
  type ClientFrame,
  LIMITS,
  type Message,
  type Person,
  PROTOCOL_VERSION,
  type RoomAddress,
  type SendInput,
  type ServerFrame,
  TYPING_EVERY_MS,
} from "../protocol.ts";
import { Broadcast } from "./broadcast.ts";
import type { Connection, Connections } from "./connections.ts";
import { isTooBig, parseFrame, type Subject } from "./frames.ts";
import { Presence } from "./presence.ts";
import type { ReadMarks } from "./read-marks.ts";
import { SendLimit } from "./send-limit.ts";
import type { Timeline } from "./timeline.ts";
import { updateRoom, type Visit } from "./visit.ts";

/** A message that was stored just now, or under which seq it was stored before. */
export type Posted = { isNew: true; message: Message } | { isNew: false; seq: number };

export interface Parts {
  address: RoomAddress;
  epoch: string;
  timeline: Timeline;
  connections: Connections;
  marks: ReadMarks;
  limits: Limits;
  /** A message that the timeline has let go of. */
  findRecorded(seq: number): Promise<Message | undefined>;
  /** A message was stored. */
  onPosted(message: Message): void;
  /** `userId` has read further, or back. */
  onRead(userId: string): void;
  onError(event: string, error: unknown): void;
}

/** What happens in a room: who comes, what they send, what everybody is told. It knows no platform but its sockets. */
export class Conversation {
  readonly #parts: Parts;
  readonly #broadcast: Broadcast;
  readonly #presence: Presence;
  readonly #limit: SendLimit;
  readonly #typedAt = new Map<string, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#broadcast = new Broadcast(parts.connections, parts.timeline.head.rev);
    this.#presence = new Presence(parts.connections.people, (frame) => this.#sendAll(frame));
    this.#limit = new SendLimit(parts.limits.SEND_PER_SECOND, parts.limits.SEND_BURST);
  }

  /** A socket comes in: it is told where the room stands, and from then on everything, in one turn with nothing between. */
  join(socket: WebSocket, visit: Visit): void {
    const { connections, timeline, marks } = this.#parts;
    const { user, sessionId, ticket } = visit;
    const readSeq = marks.of(user.id, visit.room.readSeq);
    this.#broadcast.flush();
    timeline.renameKnown(user);
    for (const [userId, seq] of Object.entries(visit.reads)) marks.learn(userId, seq);
    const connection = connections.add(socket, { user, sessionId, ticket, badFrames: [], readSeq });
    this.#send(connection, this.#welcome(visit));
    this.#presence.changed();
  }

  /** Somebody is out of the room. */
  left(): void {
    this.#presence.changed();
  }

  /** Always answers, never throws: one bad frame is nobody else's business. */
  async receive(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const connection = this.#parts.connections.get(socket);
    if (!connection) return;
    if (!connection.takeFrame(Date.now())) return connection.close(CLOSE.tooMany, "too many frames");
    if (isTooBig(data)) return connection.close(CLOSE.tooBig, "frame too big");
    const parsed = parseFrame(data);
    if ("error" in parsed) return this.#refuseFrame(connection, parsed.error, parsed.subject);
    try {
      await this.#handle(connection, parsed.frame);
    } catch (error) {
      this.#refuse(connection, error, parsed.subject);
    }
  }

  /**
   * Stores a message as the next one, unless it was stored before: that is looked at first, ahead of any limit.
   * @throws `rate_limited`; `bad_request` for a reply to nothing
   */
  post(author: Person, { id, body, replyTo }: SendInput, now = Date.now()): Posted {
    const { timeline, marks } = this.#parts;
    const known = timeline.findSent(author.id, id, now);
    if (known !== undefined) return { isNew: false, seq: known };
    this.#limit.take(author.id, now);
    if (replyTo !== undefined && replyTo > timeline.head.seq) {
      throw new ProtocolError("bad_request", "replyTo: there is no such message.");
    }
    const message = timeline.append(author, { id, body, replyTo }, now);
    this.#broadcast.add(message);
    marks.wrote(author.id, message.seq);
    this.#keepReadSeq(author.id, message.seq);
    this.#parts.onPosted(message);
    return { isNew: true, message };
  }

  /** The message of `seq`, from here or from the record. */
  async find(seq: number): Promise<Message> {
    const message = this.#parts.timeline.between(seq, seq)[0] ?? (await this.#parts.findRecorded(seq));
    if (!message) throw new Error(`message ${seq} is neither here nor in the record`);
    return message;
  }

  markRead(userId: string, seq: number, back: boolean): void {
    const { marks, timeline, address } = this.#parts;
    const capped = Math.min(seq, timeline.head.seq);
    if (!marks.move(userId, capped, back)) return;
    this.#keepReadSeq(userId, capped);
    if (address.kind === "direct") this.#sendAll({ type: "read", userId, seq: capped });
    this.#parts.onRead(userId);
  }

  /** Somebody has another name now. */
  rename(user: Person): void {
    this.#parts.timeline.renameKnown(user);
    for (const connection of this.#parts.connections.of(user.id)) connection.rename(user);
  }

  /** Resolves when every frame that is due has gone out. */
  settled(): Promise<void> {
    return this.#broadcast.settled();
  }

  async #handle(connection: Connection, frame: ClientFrame): Promise<void> {
    switch (frame.type) {
      case "send": {
        const posted = this.post(connection.user, frame);
        if (posted.isNew) return;
        const message = await this.find(posted.seq);
        return this.#send(connection, { type: "known", message, ...(frame.ref ? { ref: frame.ref } : {}) });
      }
      case "edit":
      case "delete":
      case "react":
        throw new ProtocolError("bad_request", "Messages cannot be changed here yet.");
      case "read":
        return this.markRead(connection.user.id, frame.seq, frame.back === true);
      case "typing":
        return this.#passTyping(connection.user);
      case "got":
        return connection.got(frame.rev);
    }
  }

  /** In the attachments, where it outlives the object's sleep. */
  #keepReadSeq(userId: string, seq: number): void {
    for (const connection of this.#parts.connections.of(userId)) connection.keepReadSeq(seq);
  }

  #passTyping(user: Person): void {
    const now = Date.now();
    if (now - (this.#typedAt.get(user.id) ?? 0) < TYPING_EVERY_MS) return;
    this.#typedAt.set(user.id, now);
    const frame = JSON.stringify({ type: "typing", user } satisfies ServerFrame);
    for (const other of this.#parts.connections) if (other.user.id !== user.id) other.send(frame);
  }

  #welcome(visit: Visit): ServerFrame {
    const { address, epoch, timeline, marks } = this.#parts;
    const { head } = timeline;
    const missed = this.#missed(visit);
    const lastMessage = timeline.between(head.seq, head.seq)[0];
    const readSeq = marks.of(visit.user.id, visit.room.readSeq);
    const news = { lastSeq: head.seq, readSeq, ...(lastMessage ? { lastMessage } : {}) };
    const reads = Object.entries(visit.reads).map(([userId, seq]) => [userId, marks.of(userId, seq)]);
    return {
      type: "welcome",
      protocol: PROTOCOL_VERSION,
      epoch,
      room: updateRoom(visit.room, news),
      you: visit.user,
      seq: head.seq,
      rev: head.rev,
      reset: missed === undefined,
      messages: missed ?? timeline.latest(),
      ...this.#presence.now(),
      ...(address.kind === "direct" ? { reads: Object.fromEntries(reads) } : {}),
    };
  }

  /** What changed while the visitor was away; `undefined` where they had better start afresh. */
  #missed({ since, epoch }: Visit): Message[] | undefined {
    const { timeline } = this.#parts;
    if (epoch !== this.#parts.epoch || since === undefined || !/^\d{1,15}$/.test(since)) return undefined;
    if (Number(since) > timeline.head.rev) return undefined;
    const missed = timeline.changedSince(Number(since), LIMITS.resumeMessages + 1);
    if (!missed || missed.length > LIMITS.resumeMessages) return undefined;
    const bytes = new TextEncoder().encode(JSON.stringify(missed)).length;
    return bytes > LIMITS.resumeBytes ? undefined : missed;
  }

  #refuseFrame(connection: Connection, error: ProtocolError, subject: Subject): void {
    // Written down before it is answered: a socket that makes no sense must not be able to wait for the object to forget it.
    const count = connection.countBadFrame(Date.now());
    this.#send(connection, errorFrame(error, subject));
    if (count > LIMITS.badFramesPerMinute) connection.close(CLOSE.badFrames, "too many bad frames");
  }

  #refuse(connection: Connection, error: unknown, subject: Subject): void {
    const refusal = asProtocolError(error);
    if (refusal !== error) this.#parts.onError("frame", error);
    this.#send(connection, errorFrame(refusal, subject));
  }

  #send(connection: Connection, frame: ServerFrame): void {
    connection.send(JSON.stringify(frame));
  }

  #sendAll(frame: ServerFrame): void {
    const text = JSON.stringify(frame);
    for (const connection of this.#parts.connections) connection.send(text);
  }
}
