import { DurableObject } from "cloudflare:workers";
import { accessRoom } from "../auth/access.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { purged } from "../db/moderation.ts";
import { eraseUser } from "../db/own-data.ts";
import { listRoomIds, listRooms } from "../db/rooms.ts";
import { deleteSessions, listSessions } from "../db/sessions.ts";
import { findStanding } from "../db/standing.ts";
import { findUser, personOf, privacyOf } from "../db/users.ts";
import { type Env, limitsOf } from "../env.ts";
import { type Outcome, ProtocolError, valueIn } from "../errors.ts";
import { findGate } from "../gate/find-gate.ts";
import { logError } from "../log.ts";
import { CLOSE, type Message, type Person, PING, PONG, parseRoomId, type Role } from "../protocol.ts";
import type { Knock } from "../room/admission.ts";
import { Alarm } from "../room/alarm.ts";
import type { Room } from "../room/room.ts";
import { Tickets } from "../room/tickets.ts";
import { Turns } from "../room/turns.ts";
import { type RoomNews, updateRoom } from "../room/visit.ts";
import { refusedUpgrade } from "../upgrade.ts";
import { Consequences } from "./consequences.ts";
import { type Account, Deletion } from "./deletion.ts";
import { InboxSockets } from "./inbox-sockets.ts";
import { type InboxAttachment, parseInboxVisit } from "./inbox-visit.ts";
import { KnownRooms } from "./known-rooms.ts";
import { Missed } from "./missed.ts";
import { Purge } from "./purge.ts";
import { Renaming } from "./renaming.ts";
import { SessionEndings } from "./session-endings.ts";
import { SocketCount } from "./socket-count.ts";
import { Usage } from "./usage.ts";

/** Tickets that were spent and sessions that ended are forgotten after a minute. */
const SWEEP_AFTER_MS = 60_000;

/** Less than the ten seconds of silence after which an inbox sleeps, and forgets what it has to try again. */
const RETRY_MS = 5_000;

const DONE = { ok: true, value: undefined } as const;
const notYet = (detail: string) => ({ ok: false, code: "unavailable", detail }) as const;

/**
 * One for each person: the sockets of their devices, the rooms they ever opened, so that what ends a session or changes
 * a name reaches every socket of theirs, and what they may do so often.
 */
export class Inbox extends DurableObject<Env> {
  readonly #db: Database;
  readonly #rooms: KnownRooms<DurableObjectStub<Room>>;
  readonly #sockets: InboxSockets;
  readonly #tickets: Tickets;
  readonly #endings: SessionEndings;
  readonly #count: SocketCount;
  readonly #usage: Usage;
  readonly #deletion: Deletion;
  readonly #consequences: Consequences;
  readonly #purge: Purge;
  readonly #renaming: Renaming;
  /** What is told to rooms is told in the order in which the record was read. */
  readonly #turns = new Turns();
  readonly #missed: Missed;
  readonly #alarm: Alarm;
  /** One at a time: news that overtook newer ones on the way to D1 and back would be the last word. */
  #telling: Promise<void> = Promise.resolve();
  /** Rooms whose last news could not be told, because the record was away. */
  readonly #untold = new Map<string, RoomNews>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#alarm = new Alarm(ctx.storage);
    this.#db = openDatabase(env.DB);
    this.#rooms = new KnownRooms(ctx.storage.sql, (roomId) => this.#room(roomId));
    this.#sockets = new InboxSockets(
      () => ctx.getWebSockets(),
      (attachment) => this.#ended(attachment),
    );
    this.#missed = new Missed(ctx.storage.sql);
    this.#tickets = new Tickets(ctx.storage.kv, this.#sockets.tickets);
    this.#endings = new SessionEndings(ctx.storage.sql, {
      closeHere: (ids) => this.#sockets.endSessions(ids),
      closeInRooms: (ids) => this.#rooms.tellAll((room) => room.endSessions(ids)),
      erase: (ids) => deleteSessions(this.#db, ids),
    });
    this.#count = new SocketCount(this.#rooms, (userId, roomId) => this.#room(roomId).socketsOf(userId));
    this.#usage = new Usage(ctx.storage.kv, (until) => this.#alarm.within(until - Date.now()));
    this.#deletion = new Deletion(ctx.storage.kv, {
      erase: (account) => this.#erase(account),
      spread: (account) => this.#spread(account),
      finish: () => {
        // Where something of theirs is still to be taken out, the rooms are needed for that.
        if (!this.#purge.isPending) this.#rooms.forgetAll();
      },
    });
    this.#purge = new Purge(ctx.storage.kv, {
      rooms: (userId) => this.#allRooms(userId),
      purge: async (roomId, part) => valueIn(await this.#room(roomId).purge(part)),
      purged: (userId, no) => purged(this.#db, userId, no),
    });
    this.#consequences = new Consequences(ctx.storage.kv, {
      find: (userId) => findStanding(this.#db, userId),
      tell: (userId, ...standing) => this.#rooms.tellAll((room) => room.tellStanding(userId, ...standing)),
      expel: (userId) => this.#expel(userId),
      purge: (userId, decision) => this.#purge.begin(userId, decision, Date.now()),
    });
    this.#renaming = new Renaming(ctx.storage.kv, async (person) => {
      // A change of name that comes after the end would undo it.
      return this.#deletion.isPending || this.#rooms.tellAll((room) => room.rename(person));
    });
    // What an earlier waking left over. Its alarm may be gone: one that fails too often is dropped by the platform.
    this.#wakeForTheRest();
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
    this.#sockets.add(server, visit);
    // In this order: what is new after the list was read comes as a frame.
    this.ctx.waitUntil(this.#listen(visit.userId).then(() => this.#welcome(server, visit.userId)));
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    this.#sockets.refuse(socket, data);
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    this.#sockets.end(socket, code, "");
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    this.#sockets.end(socket, 1011, "");
  }

  override async alarm(): Promise<void> {
    this.#alarm.rang();
    await this.#endings.pass();
    await this.#deletion.pass(Date.now());
    await this.#consequences.pass(Date.now());
    await this.#purge.pass(Date.now);
    await this.#renaming.pass(Date.now());
    const [first] = this.#sockets;
    if (first) await this.#listen(first[1].userId);
    for (const [roomId, news] of [...this.#untold]) await this.tell(roomId, news);
    this.#wakeForTheRest();
    const now = Date.now();
    const isLeft = [this.#tickets.sweep(now), this.#endings.sweep(now)];
    if (isLeft.includes(true)) this.#alarm.within(SWEEP_AFTER_MS);
    const usedUntil = this.#usage.sweep(now);
    if (usedUntil !== undefined) this.#alarm.within(usedUntil - now);
  }

  // What the Worker and the rooms call.

  /**
   * A room asks whether one more socket may come in there. Remembers the room: one row, the first time.
   * @returns the close code to refuse it with, or `undefined`
   */
  async admit(userId: string, sessionId: string, knock: Knock): Promise<number | undefined> {
    if (!(await this.#mayOpen(userId, knock))) return CLOSE.tooMany;
    if (this.#endings.has(sessionId)) return CLOSE.sessionEnded;
    this.#rooms.remember(knock.roomId);
    return undefined;
  }

  /** This person has something to do with `roomId`. */
  async remember(roomId: string): Promise<void> {
    this.#rooms.remember(roomId);
  }

  /** This person calls for `what`, which may be done so often in so many ms. Returns the ms to wait, or 0 where it was counted. */
  async count(what: string, limit: number, windowMs: number): Promise<number> {
    return this.#usage.take(what, limit, windowMs, Date.now());
  }

  /**
   * A room has news for this person, be it that they are not in it any more: the record says which.
   * @returns whether somebody heard it. Where not, the room is called when somebody is there
   */
  async tell(roomId: string, news: RoomNews): Promise<boolean> {
    this.#endSilent();
    this.#untold.delete(roomId);
    if (this.#sockets.size === 0) {
      if (parseRoomId(roomId)?.kind === "group") this.#missed.add(roomId);
      return false;
    }
    this.#telling = this.#telling.then(() => this.#tell(roomId, news));
    await this.#telling;
    return true;
  }

  /** This person has another role in the community. */
  async tellRole(role: Role): Promise<void> {
    this.#sockets.send({ type: "role", role });
  }

  /** Somebody is named in a room that tells nobody of its messages. */
  async mention(roomId: string, message: Message): Promise<void> {
    this.#sockets.send({ type: "mention", roomId, message });
  }

  /**
   * Ends sessions for good: their rows, their sockets here and in all rooms, asleep or not. What is interrupted is finished by the
   * alarm, also after `unavailable`: the record or a room is away.
   */
  async endSessions(sessionIds: string[]): Promise<Outcome<undefined>> {
    if (sessionIds.length === 0) return DONE;
    this.#endings.begin(sessionIds, Date.now());
    this.#alarm.within(SWEEP_AFTER_MS);
    const isDone = await this.#endings.pass();
    this.#wakeForTheRest();
    return isDone ? DONE : notYet("Not all of it is ended yet. It will be.");
  }

  /** They have another name. Of two at once, what the record says is told last. */
  async rename(person: Person): Promise<void> {
    await this.#turns.take("name", async () => {
      await this.#renaming.begin(await this.#asRecorded(person), Date.now());
    });
    this.#wakeForTheRest();
  }

  /**
   * Tells their rooms what others may know of what they do, as the record says it; of two at once, what it says last is told last.
   * Returns whether all rooms know.
   */
  async tellPrivacy(userId: string): Promise<boolean> {
    return this.#turns.take("privacy", async () => {
      try {
        const row = await findUser(this.#db, userId);
        if (!row) return true;
        // Also those that they have never opened: in these they may have read all at once.
        await this.#allRooms(userId);
        return await this.#rooms.tellAll((room) => room.setPrivacy(userId, privacyOf(row)));
      } catch (error) {
        logError("privacy not told", error);
        return false;
      }
    });
  }

  /** The rooms that are remembered, by id, from the one after `afterRoomId` on. */
  async knownRooms(afterRoomId: string, limit: number): Promise<string[]> {
    return this.#rooms.list(afterRoomId, limit);
  }

  /**
   * Deletes the account, for good: out of the record, its sessions, sockets and names everywhere. What is interrupted is finished by the
   * alarm, also after `unavailable`: the record is away.
   */
  async deleteAccount(account: Account): Promise<Outcome<undefined>> {
    const now = Date.now();
    this.#deletion.begin(account, now);
    this.#alarm.within(SWEEP_AFTER_MS);
    const { isErased } = await this.#deletion.pass(now);
    this.#wakeForTheRest();
    return isErased ? DONE : notYet("It is not done yet. It will be, as soon as it can be.");
  }

  /** How this person stands with others or with the house is about to be changed in the record. */
  async expectChange(userId: string): Promise<void> {
    this.#consequences.expect(userId, Date.now());
    this.#wakeForTheRest();
  }

  /** It was changed. What follows from it is done when this returns, but for what takes its time or cannot be reached: that is done later. */
  async followChange(userId: string): Promise<void> {
    await this.#consequences.follow(userId, Date.now());
    this.#wakeForTheRest();
  }

  // Inside.

  async #welcome(socket: WebSocket, userId: string): Promise<void> {
    try {
      const rooms = await listRooms(this.#db, userId);
      this.#sockets.welcome(socket, { type: "welcome", rooms });
    } catch (error) {
      logError("inbox welcome", error);
      this.#sockets.end(socket, CLOSE.tryAgainLater, "try again");
    }
  }

  async #listen(userId: string): Promise<void> {
    const isDone = await this.#missed.tell((roomId) => this.#room(roomId).listens(userId));
    if (!isDone) this.#alarm.within(RETRY_MS);
  }

  async #tell(roomId: string, news: RoomNews): Promise<void> {
    const [first] = this.#sockets;
    if (!first) return;
    const [, { userId }] = first;
    try {
      const { room } = await accessRoom(this.#db, userId, roomId, news.readSeq);
      this.#sockets.send({ type: "room", room: updateRoom(room, news) });
    } catch (error) {
      if (error instanceof ProtocolError && error.code === "not_found") this.#sockets.send({ type: "gone", roomId });
      else {
        logError("inbox", error, { roomId });
        this.#untold.set(roomId, news);
        this.#alarm.within(RETRY_MS);
      }
    }
  }

  async #erase({ userId }: Account): Promise<void> {
    // Before the record forgets them: their sockets and their copies of the name have to go, too.
    await this.#allRooms(userId);
    const now = Date.now();
    const sessionIds = (await listSessions(this.#db, userId, 0)).map(({ id }) => id);
    this.#endings.begin(sessionIds, now);
    this.#endings.begin(await eraseUser(this.#db, userId, now), now);
  }

  async #spread({ userId, username }: Account): Promise<boolean> {
    const nobody: Person = { id: userId, username: null, displayName: null };
    const gates = [`name:${username}`, `account:${userId}`];
    const reached = await Promise.all([
      this.#endings.pass(),
      this.#rooms.tellAll((room) => room.rename(nobody)),
      Promise.all(gates.map((name) => findGate(this.env, name).forget())).then(
        () => true,
        () => false,
      ),
    ]);
    return !reached.includes(false);
  }

  async #expel(userId: string): Promise<boolean> {
    const sessionIds = (await listSessions(this.#db, userId, 0)).map(({ id }) => id);
    this.#endings.begin(sessionIds, Date.now());
    this.#sockets.endAll(CLOSE.forbidden, "banned");
    const reached = await this.#rooms.tellAll((room) => room.expel(userId));
    return (await this.#endings.pass()) && reached;
  }

  async #asRecorded(person: Person): Promise<Person> {
    try {
      const row = await findUser(this.#db, person.id);
      return row ? personOf(row) : person;
    } catch (error) {
      logError("name not read", error);
      return person;
    }
  }

  /** Every room that they had to do with, remembered from now on. */
  async #allRooms(userId: string): Promise<string[]> {
    for (const roomId of await listRoomIds(this.#db, userId)) this.#rooms.remember(roomId);
    return this.#rooms.list("", Number.MAX_SAFE_INTEGER);
  }

  #wakeForTheRest(): void {
    const now = Date.now();
    const after = this.#endings.nextAfterMs(now);
    if (after !== undefined) this.#alarm.within(after);
    for (const { dueAt } of [this.#deletion, this.#consequences, this.#purge, this.#renaming]) {
      if (dueAt !== undefined) this.#alarm.within(Math.max(0, dueAt - now));
    }
  }

  #ended({ ticket }: InboxAttachment): void {
    if (ticket && this.#tickets.release(ticket, Date.now())) this.#alarm.within(SWEEP_AFTER_MS);
  }

  #mayOpen(userId: string, knock?: Knock): Promise<boolean> {
    const limit = limitsOf(this.env).SOCKETS_PER_USER;
    this.#endSilent();
    return this.#count.admit(userId, knock, () => limit - this.#sockets.size);
  }

  #endSilent(): void {
    this.#sockets.endSilent((socket) => this.ctx.getWebSocketAutoResponseTimestamp(socket), Date.now());
  }

  #room(roomId: string): DurableObjectStub<Room> {
    return this.env.ROOM.getByName(roomId);
  }
}
