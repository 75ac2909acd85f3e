import { DurableObject } from "cloudflare:workers";
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { type Database, openDatabase } from "../db/database.ts";
import { findMessages, recordMessages } from "../db/messages.ts";
import { moveReadMarks } from "../db/rooms.ts";
import { type Env, type Limits, limitsOf } from "../env.ts";
import { type Outcome, outcomeOf, ProtocolError } from "../errors.ts";
import { newId } from "../ids.ts";
import { logError } from "../log.ts";
import {
  CLOSE,
  type Message,
  type Person,
  PING,
  PONG,
  parseRoomId,
  type RoomAddress,
  type SendInput,
} from "../protocol.ts";
import { refusedUpgrade } from "../refused-upgrade.ts";
import { indexMessages } from "../search/message-index.ts";
import { type Connection, Connections, closeQuietly, type FrameRate } from "./connections.ts";
import { Conversation } from "./conversation.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { type HistoryQuery, rangeOf } from "./history.ts";
import { Notices } from "./notices.ts";
import { Outbox, type Stores } from "./outbox.ts";
import { Tickets } from "./tickets.ts";
import { Timeline } from "./timeline.ts";
import { parseVisit, type RoomNews } from "./visit.ts";

/** The safety net behind every write: what a crash left over goes out this much later at the latest. */
const ALARM_AFTER_MS = 10_000;
const ALARM_RETRY_MS = 30_000;
const SWEEP_EVERY_MS = 30_000;
/** Forgetting the ids of yesterday looks at all ids of a day. */
const SENT_SWEEP_EVERY_MS = 60 * 60 * 1000;

/** `epoch` changes when a room is restored or imported, so that nobody resumes into another history. */
const Identity = v.object({ roomId: v.string(), epoch: v.string() });
/** Kept by the alarm, not at each write: what is written again after a crash changes nothing. */
const Cursors = v.fallback(v.object({ recorded: v.number(), indexed: v.number(), sentSweptAt: v.number() }), {
  recorded: 0,
  indexed: 0,
  sentSweptAt: 0,
});
type Cursors = v.InferOutput<typeof Cursors>;

/** One room: glue between the platform (callbacks, calls, the alarm, the stores) and the conversation in it. */
export class Room extends DurableObject<Env> {
  readonly #address: RoomAddress;
  readonly #db: Database;
  readonly #timeline: Timeline;
  readonly #connections: Connections;
  readonly #conversation: Conversation;
  readonly #tickets: Tickets;
  readonly #outbox: Outbox;
  readonly #notices: Notices;
  readonly #endedSessions = new EndedSessions();
  /** In this waking: saying it again costs nothing, and not having said it would hide the room from its people. */
  #hasRecordedPeers = false;
  #cursors: Cursors;
  #sweptAt = 0;
  /** ms; when the alarm rings, as far as this waking knows. */
  #alarmAt = Number.POSITIVE_INFINITY;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    const { roomId, epoch } = this.#identify();
    this.#address = addressOf(roomId);
    this.#db = openDatabase(env.DB);
    this.#timeline = new Timeline(ctx.storage, roomId);
    const limits = limitsOf(env);
    this.#connections = new Connections(ctx.getWebSockets(), frameRate(limits), (one) => this.#left(one));
    this.#tickets = new Tickets(
      ctx.storage.kv,
      Array.from(this.#connections, ({ ticket }) => ticket),
    );
    this.#cursors = v.parse(Cursors, ctx.storage.kv.get("cursors"));
    this.#outbox = new Outbox(
      this.#timeline,
      this.#cursors,
      this.#stores(),
      (event, error, waitMs) => {
        this.#noteError(event, error);
        this.#setAlarm(waitMs);
      },
      (store, { seq }, error) => this.#noteError(`set aside: refused by the ${store}`, error, { seq }),
    );
    this.#notices = new Notices(
      (userId) => this.#connections.people.has(userId),
      (userId) => this.#notify(userId),
    );
    this.#conversation = new Conversation({
      address: this.#address,
      epoch,
      timeline: this.#timeline,
      connections: this.#connections,
      marks: this.#outbox.marks,
      limits,
      findRecorded: (seq) => this.#findRecorded(seq),
      onPosted: () => this.#posted(),
      onRead: (userId) => this.#notices.tell(userId),
      onError: (event, error) => this.#noteError(event, error),
    });
    for (const { user, readSeq } of this.#connections) this.#outbox.marks.learn(user.id, readSeq);
    // What an earlier waking left over. Its alarm may be gone: one that fails too often is dropped by the platform.
    if (!this.#outbox.isEmpty) this.#flush();
  }

  // The platform's callbacks.

  override async fetch(request: Request): Promise<Response> {
    const visit = parseVisit(request);
    if (this.#endedSessions.has(visit.sessionId)) return refusedUpgrade(CLOSE.sessionEnded, "session ended");
    // Whoever comes is told who is here. Not at each join: it looks at every socket.
    if (Date.now() - this.#sweptAt > SWEEP_EVERY_MS) this.sweep();
    const own = this.#connections.people.get(visit.user.id)?.size ?? 0;
    if (own >= limitsOf(this.env).SOCKETS_PER_USER) return refusedUpgrade(CLOSE.tooMany, "too many sockets");
    if (visit.ticket && !this.#tickets.spend(visit.ticket)) return refusedUpgrade(CLOSE.badTicket, "ticket spent");
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    this.#conversation.join(server, visit);
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    await this.#conversation.receive(socket, data);
    await this.#conversation.settled();
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    this.#connections.remove(socket);
    closeQuietly(socket, code, "");
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    this.#connections.remove(socket);
    closeQuietly(socket, 1011, "");
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = Number.POSITIVE_INFINITY;
    // An alarm that throws is tried six times and then gone.
    try {
      await this.#tidy();
    } catch (error) {
      this.#noteError("alarm", error);
      this.#setAlarm(ALARM_RETRY_MS);
    }
  }

  // What the Worker calls, for callers that came through `accessRoom`.

  /** Sends a message as over the socket. `isFirst`: this person had never written here. */
  async post(
    author: Person,
    input: SendInput,
  ): Promise<Outcome<{ isNew: boolean; isFirst: boolean; message: Message }>> {
    return outcomeOf(async () => {
      const isFirst = !this.#timeline.hasAuthor(author.id);
      const posted = this.#conversation.post(author, input);
      await this.#conversation.settled();
      const message = posted.isNew ? posted.message : await this.#conversation.find(posted.seq);
      return { isNew: posted.isNew, isFirst, message };
    });
  }

  /** Moves a read mark and puts it into the record before it answers. `recorded` is what the record says now. */
  async markRead(userId: string, seq: number, back: boolean, recorded: number): Promise<Outcome<undefined>> {
    return outcomeOf(async () => {
      const { marks } = this.#outbox;
      marks.learn(userId, recorded);
      this.#conversation.markRead(userId, seq, back);
      await marks.settle();
      if (marks.isDueOf(userId)) throw new ProtocolError("unavailable", "The mark could not be stored. Try again.");
      return undefined;
    });
  }

  /** The last seq, and those messages of the page asked for that are still here. */
  async history(query: HistoryQuery): Promise<{ lastSeq: number; messages: Message[] }> {
    const lastSeq = this.#timeline.head.seq;
    const { from, to } = rangeOf(query, lastSeq);
    return { lastSeq, messages: this.#timeline.between(from, to) };
  }

  /** What the room knows better than the record, for one person; `recorded` is their read mark as the record has it. */
  async news(userId: string, recorded?: number): Promise<RoomNews> {
    const { marks } = this.#outbox;
    const { seq: lastSeq } = this.#timeline.head;
    const [lastMessage] = this.#timeline.between(lastSeq, lastSeq);
    return { lastSeq, lastMessage, readSeq: recorded === undefined ? marks.known(userId) : marks.of(userId, recorded) };
  }

  /** Somebody opens a direct room on purpose. Returns whether they are the first, before any message. */
  async make(): Promise<boolean> {
    if (this.#timeline.head.seq > 0 || this.ctx.storage.kv.get("made") === true) return false;
    this.ctx.storage.kv.put("made", true);
    return true;
  }

  /** The seq of the last message. */
  async lastSeq(): Promise<number> {
    return this.#timeline.head.seq;
  }

  async rename(user: Person): Promise<void> {
    this.#conversation.rename(user);
  }

  async endSessions(sessionIds: string[]): Promise<void> {
    for (const sessionId of sessionIds) this.#endedSessions.add(sessionId);
    for (const connection of this.#connections) {
      if (sessionIds.includes(connection.sessionId)) connection.close(CLOSE.sessionEnded, "session ended");
    }
  }

  /** Takes out sockets that fell silent: some vanish without a close, and would be counted as people who are here. */
  sweep(now = Date.now()): void {
    this.#sweptAt = now;
    const silent = this.#connections.silent((one) => this.ctx.getWebSocketAutoResponseTimestamp(one), now);
    for (const connection of silent) connection.close(1001, "no sign of life");
  }

  /** How many sockets this person has here. */
  async socketsOf(userId: string): Promise<number> {
    this.sweep();
    return this.#connections.people.get(userId)?.size ?? 0;
  }

  // Inside.

  #identify(): v.InferOutput<typeof Identity> {
    const known = this.ctx.storage.kv.get("identity");
    if (known !== undefined) return v.parse(Identity, known);
    const { name } = this.ctx.id;
    if (name === undefined) throw new Error("a room is addressed by its id");
    const identity = { roomId: name, epoch: newId() };
    this.ctx.storage.kv.put("identity", identity);
    return identity;
  }

  #stores(): Stores {
    const { id: roomId, kind } = this.#address;
    const peerIds = this.#peerIds();
    return {
      record: async (changes, head, rev) => {
        const newPeerIds = this.#hasRecordedPeers ? [] : peerIds;
        await recordMessages(this.#db, { roomId, kind, newPeerIds, changes, head, rev, now: Date.now() });
        this.#hasRecordedPeers = changes.length > 0;
      },
      index: (changes) => indexMessages(this.env.SEARCH, roomId, changes),
      mark: (marks) => moveReadMarks(this.#db, roomId, marks),
    };
  }

  #posted(): void {
    this.#flush();
    for (const userId of this.#peerIds()) this.#notices.tell(userId);
  }

  #flush(): void {
    this.#setAlarm(ALARM_AFTER_MS);
    this.#outbox.touch();
  }

  #left({ ticket }: Connection): void {
    this.#conversation.left();
    if (ticket && this.#tickets.release(ticket, Date.now())) this.#setAlarm(ALARM_AFTER_MS);
  }

  async #tidy(): Promise<void> {
    await this.#outbox.settle();
    const now = Date.now();
    this.sweep(now);
    const { recorded, indexed } = this.#outbox.cursors;
    this.#timeline.trim(Math.min(recorded, indexed), now);
    let { sentSweptAt } = this.#cursors;
    if (now - sentSweptAt > SENT_SWEEP_EVERY_MS) {
      this.#timeline.forgetSent(now);
      sentSweptAt = now;
    }
    this.#keepCursors({ recorded, indexed, sentSweptAt });
    const hasTickets = this.#tickets.sweep(now);
    if (!this.#outbox.isEmpty || hasTickets) this.#setAlarm(ALARM_RETRY_MS);
  }

  #keepCursors(cursors: Cursors): void {
    if (isDeepStrictEqual(cursors, this.#cursors)) return;
    this.#cursors = cursors;
    this.ctx.storage.kv.put("cursors", cursors);
  }

  /** Rings in so many ms at the latest. Setting it is a row written, so an alarm that rings earlier is left alone. */
  #setAlarm(afterMs: number): void {
    const at = Date.now() + afterMs;
    if (this.#alarmAt <= at) return;
    this.#alarmAt = at;
    void this.ctx.storage.setAlarm(at);
  }

  async #findRecorded(seq: number): Promise<Message | undefined> {
    const [message] = await findMessages(this.#db, this.#address.id, { from: seq, to: seq, limit: 1, nearest: "from" });
    return message;
  }

  async #notify(userId: string): Promise<void> {
    try {
      await this.env.INBOX.getByName(userId).tell(this.#address.id, await this.news(userId));
    } catch (error) {
      this.#noteError("inbox", error);
    }
  }

  #peerIds(): string[] {
    return this.#address.kind === "direct" ? this.#address.userIds : [];
  }

  #noteError(event: string, error: unknown, fields: { seq?: number } = {}): void {
    const { pending, oldestAt } = this.#outbox.lag;
    const oldestMs = oldestAt === undefined ? 0 : Date.now() - oldestAt;
    logError(event, error, { roomId: this.#address.id, pending, oldestMs, ...fields });
  }
}

/** Far above what a client needs, and far below what would keep a room busy with one socket. */
function frameRate({ SEND_PER_SECOND, SEND_BURST }: Limits): FrameRate {
  return { perSecond: Math.max(50, 10 * SEND_PER_SECOND), burst: Math.max(200, 10 * SEND_BURST) };
}

function addressOf(roomId: string): RoomAddress {
  const address = parseRoomId(roomId);
  if (!address) throw new Error("a room is addressed by its id");
  return address;
}
