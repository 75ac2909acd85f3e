import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { accessRoom } from "../auth/access.ts";
import { openDatabase } from "../db/database.ts";
import { listRooms } from "../db/rooms.ts";
import { type Env, limitsOf } from "../env.ts";
import { asProtocolError } from "../errors.ts";
import { logError } from "../log.ts";
import { CLOSE, type InboxFrame, type Person, PING, PONG } from "../protocol.ts";
import { refusedUpgrade } from "../refused-upgrade.ts";
import { closeQuietly } from "../room/connections.ts";
import { EndedSessions } from "../room/ended-sessions.ts";
import type { Room } from "../room/room.ts";
import { Tickets } from "../room/tickets.ts";
import { type RoomNews, updateRoom } from "../room/visit.ts";
import { InboxAttachment, parseInboxVisit } from "./inbox-visit.ts";

/** Tickets that were spent are forgotten when they have expired, which takes a minute. */
const SWEEP_AFTER_MS = 60_000;

/**
 * One for each person: the sockets of their devices, and the rooms they ever opened, so that what ends a session or changes
 * a name reaches every socket of theirs.
 */
export class Inbox extends DurableObject<Env> {
  readonly #tickets: Tickets;
  readonly #endedSessions = new EndedSessions();
  /** At least as many sockets as are open, by room: closings are not told, they are asked for when the limit is near. */
  readonly #opened = new Map<string, number>();
  /** Frames that came while a socket waits for its welcome. */
  readonly #waiting = new Map<WebSocket, InboxFrame[]>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    ctx.storage.sql.exec("create table if not exists rooms (id text primary key) without rowid");
    const open = ctx.getWebSockets().map((socket) => attachmentOf(socket)?.ticket);
    this.#tickets = new Tickets(ctx.storage.kv, open);
  }

  // The platform's callbacks.

  override async fetch(request: Request): Promise<Response> {
    const visit = parseInboxVisit(request);
    if (this.#endedSessions.has(visit.sessionId)) return refusedUpgrade(CLOSE.sessionEnded, "session ended");
    if (!(await this.#mayOpen())) return refusedUpgrade(CLOSE.tooMany, "too many sockets");
    if (visit.ticket && !this.#tickets.spend(visit.ticket)) return refusedUpgrade(CLOSE.badTicket, "ticket spent");
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(visit satisfies InboxAttachment);
    this.#waiting.set(server, []);
    this.ctx.waitUntil(this.#welcome(server, visit.userId));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Nothing is asked of an inbox but pings, and those the platform answers. */
  override async webSocketMessage(socket: WebSocket): Promise<void> {
    const detail = "An inbox only tells.";
    socket.send(JSON.stringify({ type: "error", code: "bad_request", detail }));
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    await this.#leave(socket, code);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.#leave(socket, 1011);
  }

  override async alarm(): Promise<void> {
    if (this.#tickets.sweep(Date.now())) await this.ctx.storage.setAlarm(Date.now() + SWEEP_AFTER_MS);
  }

  // What the Worker and the rooms call.

  /**
   * A socket to `roomId` is about to be opened. Remembers the room: one row, the first time.
   * @returns the close code to refuse it with, or `undefined`
   */
  async admit(roomId: string, sessionId: string): Promise<number | undefined> {
    if (this.#endedSessions.has(sessionId)) return CLOSE.sessionEnded;
    if (!(await this.#mayOpen())) return CLOSE.tooMany;
    this.remember(roomId);
    this.#opened.set(roomId, (this.#opened.get(roomId) ?? 0) + 1);
    return undefined;
  }

  /** This person has something to do with `roomId`. */
  async remember(roomId: string): Promise<void> {
    this.ctx.storage.sql.exec("insert into rooms (id) values (?) on conflict (id) do nothing", roomId);
  }

  /** A room has news for this person. */
  async tell(roomId: string, news: RoomNews): Promise<void> {
    const sockets = this.ctx.getWebSockets();
    const userId = sockets.map((socket) => attachmentOf(socket)?.userId).find((id) => id !== undefined);
    if (userId === undefined) return;
    try {
      const { room } = await accessRoom(openDatabase(this.env.DB), userId, roomId);
      this.#send({ type: "room", room: updateRoom(room, news) });
    } catch (error) {
      logError("inbox", error, { roomId });
    }
  }

  /** Closes every socket of a session, here and in all rooms. */
  async endSession(sessionId: string): Promise<void> {
    this.#endedSessions.add(sessionId);
    for (const socket of this.ctx.getWebSockets()) {
      if (attachmentOf(socket)?.sessionId === sessionId) closeQuietly(socket, CLOSE.sessionEnded, "session ended");
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
      socket.send(JSON.stringify({ type: "welcome", rooms } satisfies InboxFrame));
      for (const frame of this.#waiting.get(socket) ?? []) socket.send(JSON.stringify(frame));
    } catch (error) {
      logError("inbox welcome", asProtocolError(error));
      closeQuietly(socket, CLOSE.tryAgainLater, "try again");
    } finally {
      this.#waiting.delete(socket);
    }
  }

  #send(frame: InboxFrame): void {
    const text = JSON.stringify(frame);
    for (const socket of this.ctx.getWebSockets()) {
      const waiting = this.#waiting.get(socket);
      if (waiting) waiting.push(frame);
      else sendQuietly(socket, text);
    }
  }

  async #leave(socket: WebSocket, code: number): Promise<void> {
    closeQuietly(socket, code, "");
    const ticket = attachmentOf(socket)?.ticket;
    if (ticket && this.#tickets.release(ticket, Date.now()))
      await this.ctx.storage.setAlarm(Date.now() + SWEEP_AFTER_MS);
  }

  async #mayOpen(): Promise<boolean> {
    const limit = limitsOf(this.env).SOCKETS_PER_USER;
    if (this.#openSockets() < limit) return true;
    const userId = this.ctx.id.name ?? "";
    const recount = async (roomId: string) => {
      this.#opened.set(roomId, await this.env.ROOM.getByName(roomId).socketsOf(userId));
    };
    await Promise.all(Array.from(this.#opened.keys(), recount));
    return this.#openSockets() < limit;
  }

  #openSockets(): number {
    let count = this.ctx.getWebSockets().length;
    for (const opened of this.#opened.values()) count += opened;
    return count;
  }

  async #everyRoom(call: (room: DurableObjectStub<Room>) => Promise<void>): Promise<void> {
    const ids = this.ctx.storage.sql.exec<{ id: string }>("select id from rooms").toArray();
    await Promise.all(ids.map(({ id }) => call(this.env.ROOM.getByName(id))));
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
