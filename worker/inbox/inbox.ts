import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { accessRoom } from "../auth/access.ts";
import { openDatabase } from "../db/database.ts";
import { listRooms } from "../db/rooms.ts";
import { deleteSessions } from "../db/sessions.ts";
import { type Env, limitsOf } from "../env.ts";
import { errorFrame, type Outcome, outcomeOf, ProtocolError } from "../errors.ts";
import { logError } from "../log.ts";
import { CLOSE, type InboxFrame, LIMITS, type Person, PING, PONG } from "../protocol.ts";
import { refusedUpgrade } from "../refused-upgrade.ts";
import { closeQuietly, recent } from "../room/connections.ts";
import { isTooBig } from "../room/frames.ts";
import type { Room } from "../room/room.ts";
import { Tickets } from "../room/tickets.ts";
import { type RoomNews, updateRoom } from "../room/visit.ts";
import { InboxAttachment, parseInboxVisit } from "./inbox-visit.ts";
import { KnownRooms } from "./known-rooms.ts";
import { SessionEndings } from "./session-endings.ts";
import { SocketCount } from "./socket-count.ts";

/** Tickets that were spent and sessions that ended are forgotten after a minute. */
const SWEEP_AFTER_MS = 60_000;

/**
 * One for each person: the sockets of their devices, and the rooms they ever opened, so that what ends a session or changes
 * a name reaches every socket of theirs.
 */
export class Inbox extends DurableObject<Env> {
  readonly #rooms: KnownRooms<DurableObjectStub<Room>>;
  readonly #tickets: Tickets;
  readonly #endings: SessionEndings;
  readonly #count: SocketCount;
  /** Frames that came while a socket waits for its welcome. */
  readonly #waiting = new Map<WebSocket, InboxFrame[]>();
  /** One at a time: news that overtook newer ones on the way to D1 and back would be the last word. */
  #telling: Promise<void> = Promise.resolve();
  /** ms; when the alarm rings, as far as this waking knows. */
  #alarmAt = Number.POSITIVE_INFINITY;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#rooms = new KnownRooms(ctx.storage.sql, (roomId) => this.#room(roomId));
    const open = this.#sockets().map(([, { ticket }]) => ticket);
    this.#tickets = new Tickets(ctx.storage.kv, open);
    this.#endings = new SessionEndings(ctx.storage.sql);
    this.#count = new SocketCount((userId, roomId) => this.#room(roomId).socketsOf(userId));
    // What an earlier waking left over. Its alarm may be gone: one that fails too often is dropped by the platform.
    if (this.#endings.unfinished.length > 0) this.#setAlarm(this.#endings.retryAfterMs(Date.now()));
  }

  // The platform's callbacks.

  override async fetch(request: Request): Promise<Response> {
    const visit = parseInboxVisit(request);
    const mayOpen = await this.#mayOpen(visit.userId);
    if (this.#endings.has(visit.sessionId)) return refusedUpgrade(CLOSE.sessionEnded, "session ended");
    if (!mayOpen) return refusedUpgrade(CLOSE.tooMany, "too many sockets");
    if (visit.ticket && !this.#tickets.spend(visit.ticket)) return refusedUpgrade(CLOSE.badTicket, "ticket spent");
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(visit satisfies InboxAttachment);
    this.#waiting.set(server, []);
    this.ctx.waitUntil(this.#welcome(server, visit.userId));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Nothing is asked of an inbox but pings, and those the platform answers. */
  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const attachment = attachmentOf(socket);
    if (!attachment) return;
    if (isTooBig(data)) return this.#end(socket, CLOSE.tooBig, "frame too big");
    const now = Date.now();
    const badFrames = recent([...(attachment.badFrames ?? []), now], now);
    socket.serializeAttachment({ ...attachment, badFrames } satisfies InboxAttachment);
    sendQuietly(socket, JSON.stringify(errorFrame(new ProtocolError("bad_request", "An inbox only tells."))));
    if (badFrames.length > LIMITS.badFramesPerMinute) this.#end(socket, CLOSE.badFrames, "too many bad frames");
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    this.#end(socket, code, "");
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    this.#end(socket, 1011, "");
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = Number.POSITIVE_INFINITY;
    await this.#finishEndings();
    const now = Date.now();
    const isLeft = [this.#tickets.sweep(now), this.#endings.sweep(now)];
    if (isLeft.includes(true)) this.#setAlarm(SWEEP_AFTER_MS);
  }

  // What the Worker and the rooms call.

  /**
   * A socket to `roomId` is about to be opened. Remembers the room: one row, the first time.
   * @returns the close code to refuse it with, or `undefined`
   */
  async admit(userId: string, roomId: string, sessionId: string): Promise<number | undefined> {
    const mayOpen = await this.#mayOpen(userId, roomId);
    if (this.#endings.has(sessionId)) return CLOSE.sessionEnded;
    if (!mayOpen) return CLOSE.tooMany;
    this.#rooms.remember(roomId);
    return undefined;
  }

  /** This person has something to do with `roomId`. */
  async remember(roomId: string): Promise<void> {
    this.#rooms.remember(roomId);
  }

  /** A room has news for this person. */
  async tell(roomId: string, news: RoomNews): Promise<void> {
    this.#telling = this.#telling.then(() => this.#tell(roomId, news));
    await this.#telling;
  }

  /**
   * Ends sessions for good: their rows, their sockets here and in all rooms, asleep or not. What is interrupted is finished by the
   * alarm, also after `unavailable`: the record or a room is away.
   */
  async endSessions(sessionIds: string[]): Promise<Outcome<undefined>> {
    if (sessionIds.length === 0) return { ok: true, value: undefined };
    this.#endings.begin(sessionIds, Date.now());
    this.#setAlarm(SWEEP_AFTER_MS);
    return outcomeOf(async () => {
      if (!(await this.#finishEndings()))
        throw new ProtocolError("unavailable", "Not all of it is ended yet. It will be.");
      return undefined;
    });
  }

  async rename(person: Person): Promise<void> {
    await this.#rooms.tellAll((room) => room.rename(person));
  }

  // Inside.

  async #welcome(socket: WebSocket, userId: string): Promise<void> {
    try {
      const rooms = await listRooms(openDatabase(this.env.DB), userId);
      sendQuietly(socket, JSON.stringify({ type: "welcome", rooms } satisfies InboxFrame));
      for (const frame of this.#waiting.get(socket) ?? []) sendQuietly(socket, JSON.stringify(frame));
    } catch (error) {
      logError("inbox welcome", error);
      this.#end(socket, CLOSE.tryAgainLater, "try again");
    } finally {
      this.#waiting.delete(socket);
    }
  }

  async #tell(roomId: string, news: RoomNews): Promise<void> {
    const [first] = this.#sockets();
    if (!first) return;
    const [, { userId }] = first;
    try {
      const { room } = await accessRoom(openDatabase(this.env.DB), userId, roomId);
      this.#send({ type: "room", room: updateRoom(room, news) });
    } catch (error) {
      logError("inbox", error, { roomId });
    }
  }

  /** Returns whether nothing is left to be done; where something is, it is tried again by the alarm. */
  async #finishEndings(): Promise<boolean> {
    const ids = this.#endings.unfinished;
    if (ids.length === 0) return true;
    for (const [socket, attachment] of this.#sockets()) {
      if (ids.includes(attachment.sessionId)) this.#end(socket, CLOSE.sessionEnded, "session ended");
    }
    const [isOutOfRecord, isOutOfRooms] = await Promise.all([
      deleteSessions(openDatabase(this.env.DB), ids).then(
        () => true,
        (error) => {
          logError("sessions not ended yet", error);
          return false;
        },
      ),
      this.#rooms.tellAll((room) => room.endSessions(ids)),
    ]);
    if (isOutOfRecord && isOutOfRooms) this.#endings.finish(ids);
    else this.#setAlarm(this.#endings.retryAfterMs(Date.now()));
    return isOutOfRecord && isOutOfRooms;
  }

  /** Rings in so many ms at the latest. */
  #setAlarm(afterMs: number): void {
    const at = Date.now() + afterMs;
    if (this.#alarmAt <= at) return;
    this.#alarmAt = at;
    void this.ctx.storage.setAlarm(at);
  }

  #send(frame: InboxFrame): void {
    const text = JSON.stringify(frame);
    for (const [socket] of this.#sockets()) {
      const waiting = this.#waiting.get(socket);
      if (waiting) waiting.push(frame);
      else sendQuietly(socket, text);
    }
  }

  /** Without its attachment it is nobody's, although the platform keeps it until the other side answers the Close. */
  #end(socket: WebSocket, code: number, reason: string): void {
    const ticket = attachmentOf(socket)?.ticket;
    socket.serializeAttachment(null);
    closeQuietly(socket, code, reason);
    const isKept = ticket !== undefined && this.#tickets.release(ticket, Date.now());
    if (isKept) this.#setAlarm(SWEEP_AFTER_MS);
  }

  #mayOpen(userId: string, roomId?: string): Promise<boolean> {
    const limit = limitsOf(this.env).SOCKETS_PER_USER;
    return this.#count.admit(userId, roomId, () => limit - this.#sockets().length);
  }

  #room(roomId: string): DurableObjectStub<Room> {
    return this.env.ROOM.getByName(roomId);
  }

  /** Those that are open and somebody's. */
  #sockets(): [WebSocket, InboxAttachment][] {
    const open: [WebSocket, InboxAttachment][] = [];
    for (const socket of this.ctx.getWebSockets()) {
      const attachment = attachmentOf(socket);
      if (attachment) open.push([socket, attachment]);
    }
    return open;
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
