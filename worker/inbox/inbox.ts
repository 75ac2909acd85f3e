import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { accessRoom } from "../auth/access.ts";
import { openDatabase } from "../db/database.ts";
import { listRooms } from "../db/rooms.ts";
import { type Env, limitsOf } from "../env.ts";
import { errorFrame, ProtocolError } from "../errors.ts";
import { logError } from "../log.ts";
import { CLOSE, type InboxFrame, LIMITS, type Person, PING, PONG } from "../protocol.ts";
import { refusedUpgrade } from "../refused-upgrade.ts";
import { closeQuietly, recent } from "../room/connections.ts";
import { EndedSessions } from "../room/ended-sessions.ts";
import { isTooBig } from "../room/frames.ts";
import type { Room } from "../room/room.ts";
import { Tickets } from "../room/tickets.ts";
import { type RoomNews, updateRoom } from "../room/visit.ts";
import { InboxAttachment, parseInboxVisit } from "./inbox-visit.ts";
import { SocketCount } from "./socket-count.ts";

/** Tickets that were spent are forgotten when they have expired, which takes a minute. */
const SWEEP_AFTER_MS = 60_000;

/**
 * One for each person: the sockets of their devices, and the rooms they ever opened, so that what ends a session or changes
 * a name reaches every socket of theirs.
 */
export class Inbox extends DurableObject<Env> {
  readonly #tickets: Tickets;
  readonly #endedSessions = new EndedSessions();
  readonly #count: SocketCount;
  /** Frames that came while a socket waits for its welcome. */
  readonly #waiting = new Map<WebSocket, InboxFrame[]>();
  /** One at a time: news that overtook newer ones on the way to D1 and back would be the last word. */
  #telling: Promise<void> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    ctx.storage.sql.exec("create table if not exists rooms (id text primary key) without rowid");
    const open = this.#sockets().map(([, { ticket }]) => ticket);
    this.#tickets = new Tickets(ctx.storage.kv, open);
    this.#count = new SocketCount((userId, roomId) => this.#room(roomId).socketsOf(userId));
  }

  // The platform's callbacks.

  override async fetch(request: Request): Promise<Response> {
    const visit = parseInboxVisit(request);
    const mayOpen = await this.#mayOpen(visit.userId);
    if (this.#endedSessions.has(visit.sessionId)) return refusedUpgrade(CLOSE.sessionEnded, "session ended");
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
    if (this.#tickets.sweep(Date.now())) await this.ctx.storage.setAlarm(Date.now() + SWEEP_AFTER_MS);
  }

  // What the Worker and the rooms call.

  /**
   * A socket to `roomId` is about to be opened. Remembers the room: one row, the first time.
   * @returns the close code to refuse it with, or `undefined`
   */
  async admit(userId: string, roomId: string, sessionId: string): Promise<number | undefined> {
    const mayOpen = await this.#mayOpen(userId, roomId);
    if (this.#endedSessions.has(sessionId)) return CLOSE.sessionEnded;
    if (!mayOpen) return CLOSE.tooMany;
    await this.remember(roomId);
    return undefined;
  }

  /** This person has something to do with `roomId`. */
  async remember(roomId: string): Promise<void> {
    this.ctx.storage.sql.exec("insert into rooms (id) values (?) on conflict (id) do nothing", roomId);
  }

  /** A room has news for this person. */
  async tell(roomId: string, news: RoomNews): Promise<void> {
    this.#telling = this.#telling.then(() => this.#tell(roomId, news));
    await this.#telling;
  }

  /** Closes every socket of a session, here and in all rooms. */
  async endSession(sessionId: string): Promise<void> {
    this.#endedSessions.add(sessionId);
    for (const [socket, attachment] of this.#sockets()) {
      if (attachment.sessionId === sessionId) this.#end(socket, CLOSE.sessionEnded, "session ended");
    }
    await this.#everyRoom((room) => room.endSession(sessionId));
  }

  async rename(person: Person): Promise<void> {
    await this.#everyRoom((room) => room.rename(person));
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
    if (isKept) void this.ctx.storage.setAlarm(Date.now() + SWEEP_AFTER_MS);
  }

  #mayOpen(userId: string, roomId?: string): Promise<boolean> {
    const limit = limitsOf(this.env).SOCKETS_PER_USER;
    return this.#count.admit(userId, roomId, () => limit - this.#sockets().length);
  }

  /** A room that is just being replaced has lost its sockets anyway; the others must not miss it for that. */
  async #everyRoom(call: (room: DurableObjectStub<Room>) => Promise<void>): Promise<void> {
    const ids = this.ctx.storage.sql.exec<{ id: string }>("select id from rooms").toArray();
    const calls = ids.map(async ({ id }) => {
      try {
        await call(this.#room(id)).catch(() => call(this.#room(id)));
      } catch (error) {
        logError("room not reached", error, { roomId: id });
      }
    });
    await Promise.all(calls);
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
