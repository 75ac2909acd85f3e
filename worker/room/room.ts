import { DurableObject } from "cloudflare:workers";
import { findRecordedRoom } from "../db/adoption.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { findReads } from "../db/groups.ts";
import { findMessages } from "../db/messages.ts";
import { messageOf, type Signed } from "../db/stored-message.ts";
import { findUserIds } from "../db/users.ts";
import { type Env, type Limits, limitsOf } from "../env.ts";
import { asProtocolError, notFound, type Outcome, outcomeOf, ProtocolError } from "../errors.ts";
import { Group, type Role } from "../group/group.ts";
import type { Description, GroupChange } from "../group/rules.ts";
import { newId } from "../ids.ts";
import { log, logError } from "../log.ts";
import {
  CLOSE,
  type Invite,
  type InviteInput,
  LIMITS,
  type Message,
  type Person,
  PING,
  PONG,
  type Privacy,
  type RoomAddress,
  type SendInput,
} from "../protocol.ts";
import type { Standing } from "../standing.ts";
import { refusedUpgrade } from "../upgrade.ts";
import type { Found } from "./admission.ts";
import { Alarm } from "./alarm.ts";
import type { Actor, Author, Change } from "./change.ts";
import { type Connection, Connections, closeQuietly, type FrameRate } from "./connections.ts";
import { Conversation, type Stored } from "./conversation.ts";
import { Discretion } from "./discretion.ts";
import { Entrance } from "./entrance.ts";
import { Handles } from "./handles.ts";
import { type HistoryQuery, rangeOf } from "./history.ts";
import { identify, settle } from "./identity.ts";
import type { Head } from "./message-log.ts";
import { Moderation } from "./moderation.ts";
import { Notifier } from "./notifier.ts";
import { type Cursors, type Lag, Outbox } from "./outbox.ts";
import { Permits } from "./permits.ts";
import type { Restrictions } from "./restrictions.ts";
import { storesOf } from "./stores.ts";
import { Timeline } from "./timeline.ts";
import { tidy, UpkeepNotes } from "./upkeep.ts";
import type { Version } from "./versions.ts";
import { parseVisit, type RoomNews, type Visit } from "./visit.ts";

/** The safety net behind every write: what a crash left over goes out this much later at the latest. */
const ALARM_AFTER_MS = 10_000;
const ALARM_RETRY_MS = 30_000;
const SWEEP_EVERY_MS = 30_000;

/** Who moves a read mark over HTTP, where no socket says whether others may know. */
export interface Reader {
  userId: string;
  tellsReads: boolean;
}

/** Something went wrong: when (ms), and with what. */
export interface Fault {
  at: number;
  event: string;
}

/** One room: glue between the platform (callbacks, calls, the alarm, the stores) and the conversation in it. */
export class Room extends DurableObject<Env> {
  readonly #address: RoomAddress;
  #epoch: string;
  readonly #db: Database;
  readonly #timeline: Timeline;
  readonly #connections: Connections;
  readonly #conversation: Conversation;
  readonly #entrance: Entrance;
  readonly #outbox: Outbox;
  readonly #notifier: Notifier;
  readonly #notes: UpkeepNotes;
  readonly #moderation: Moderation;
  readonly #group: Group | undefined;
  readonly #discretion: Discretion;
  /** Whether this waking knows how far the members of the group have read. */
  #hasReads = false;
  readonly #alarm: Alarm;
  #sweptAt = 0;
  #fault: Fault | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    const { address, epoch, isNew } = identify(ctx.storage.kv, ctx.id.name);
    this.#address = address;
    this.#epoch = epoch;
    this.#db = openDatabase(env.DB);
    this.#timeline = new Timeline(ctx.storage, address.id);
    this.#alarm = new Alarm(ctx.storage);
    this.#notes = new UpkeepNotes(ctx.storage.kv);
    const limits = limitsOf(env);
    this.#connections = new Connections(ctx.getWebSockets(), frameRate(limits), (one) => this.#left(one));
    this.#entrance = new Entrance({
      roomId: address.id,
      store: ctx.storage.kv,
      connections: this.#connections,
      limits,
      ask: (userId, sessionId, knock) => env.INBOX.getByName(userId).admit(userId, sessionId, knock),
    });
    this.#outbox = new Outbox(
      this.#timeline,
      this.#notes.now,
      storesOf(this.#db, env.SEARCH, address, () => this.#settleGroup()),
      (event, error, waitMs) => {
        this.#noteError(event, error);
        this.#alarm.within(waitMs);
      },
      (store, seq, error) => this.#noteError(`set aside: refused by the ${store}`, error, { seq }),
      () => this.#notifier.recorded(),
    );
    this.#group = address.kind === "group" ? this.#groupOf(address.id) : undefined;
    this.#notifier = new Notifier({
      address,
      group: this.#group,
      sql: ctx.storage.sql,
      inboxes: env.INBOX,
      isHere: (userId) => this.#connections.people.has(userId),
      newsFor: (userId) => this.news(userId),
      head: () => this.#timeline.head,
      recordedRev: () => this.#outbox.cursors.recorded,
      onError: (error) => this.#noteError("inbox", error),
    });
    this.#discretion = new Discretion(ctx.storage.sql);
    this.#moderation = new Moderation({
      address,
      storage: ctx.storage,
      db: this.#db,
      timeline: this.#timeline,
      messageOf: (signed) => messageOf(address.id, signed),
      onTakenOut: (message, before) => this.#conversation.tell(message, before),
      onDue: () => this.#settleModeration(),
    });
    this.#conversation = new Conversation({
      address,
      epoch: () => this.#epoch,
      group: this.#group,
      permits: new Permits({
        address,
        group: this.#group,
        standings: this.#moderation.standings,
        sent: this.#timeline.sent,
        isExpelled: (userId) => this.#entrance.isExpelled(userId),
        restrictions: () => this.#moderation.restrictions,
      }),
      timeline: this.#timeline,
      connections: this.#connections,
      marks: this.#outbox.marks,
      discretion: this.#discretion,
      limits,
      findRecorded: (seq) => this.#findRecorded(seq),
      handles: new Handles(
        ctx.storage.sql,
        (usernames) => findUserIds(this.#db, usernames),
        (error) => this.#noteError("names", error),
      ),
      onStored: (message, before) => this.#stored(message, before),
      onRead: (userId) => this.#notifier.tell(userId),
      onModerated: (act) => this.#moderation.note(act),
      onThrownOut: (sessionId) => this.#entrance.noteThrownOut(sessionId),
      onError: (event, error) => this.#noteError(event, error),
    });
    for (const { user, readSeq } of this.#connections) this.#outbox.marks.learn(user.id, readSeq);
    // Nothing is let in before: a room that begins at 1 where the record has a thousand messages would write over them.
    if (isNew) void ctx.blockConcurrencyWhile(() => this.#adopt());
    this.#noteWaking();
    this.#notifier.remember(() => this.#outbox.pending());
    // What an earlier waking left over. Its alarm may be gone: one that fails too often is dropped by the platform.
    if (!this.#outbox.isEmpty || this.#group?.isDue || this.#group?.isToBeErased) this.#flush();
    if (this.#moderation.isDue) this.#settleModeration();
  }

  // The platform's callbacks.

  override async fetch(request: Request): Promise<Response> {
    const visit = parseVisit(request);
    if (this.#entrance.isClosedTo(visit.sessionId)) return refusedUpgrade(CLOSE.tooMany, "too many frames");
    await this.#learnReads();
    // Whoever comes is told who is here. Not at each join: it looks at every socket.
    if (Date.now() - this.#sweptAt > SWEEP_EVERY_MS) this.sweep();
    return this.#entrance.admit(visit, () => this.#enter(visit));
  }

  // Not async: of a socket that was closed and goes on sending there may be very many, and each costs as little as can be.
  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void | Promise<void> {
    const connection = this.#connections.get(socket);
    if (connection) return this.#receive(connection, data);
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
    this.#alarm.rang();
    // An alarm that throws is tried six times and then gone.
    try {
      this.sweep();
      await this.#group?.settle();
      const isLeft = await tidy({
        timeline: this.#timeline,
        outbox: this.#outbox,
        tickets: this.#entrance.tickets,
        notes: this.#notes,
      });
      await this.#moderation.settle();
      if (isLeft || this.#group?.isDue || !(await this.#erased())) this.#alarm.within(ALARM_RETRY_MS);
    } catch (error) {
      this.#noteError("alarm", error);
      this.#alarm.within(ALARM_RETRY_MS);
    }
  }

  // What the Worker calls, for callers that came through `accessRoom`.

  /** Sends a message as over the socket. `isFirst`: this person had never written here. */
  async post(author: Author, standing: Standing, input: SendInput): Promise<Outcome<Stored & { isFirst: boolean }>> {
    return outcomeOf(async () => {
      this.#moderation.standings.bring(author.user.id, standing);
      const isFirst = !this.#timeline.names.has(author.user.id);
      const posted = await this.#conversation.post(author, input);
      await this.#conversation.settled();
      return { ...posted, isFirst };
    });
  }

  /** Edits or deletes a message or reacts to it, as over the socket. */
  async change(by: Actor, standing: Standing, change: Change): Promise<Outcome<Stored>> {
    return outcomeOf(async () => {
      this.#moderation.standings.bring(by.userId, standing);
      const changed = await this.#conversation.change(by, change);
      await this.#conversation.settled();
      return changed;
    });
  }

  /** Moves a read mark and puts it into the record before it answers. `recorded` is what the record says now. */
  async markRead(reader: Reader, seq: number, back: boolean, recorded: number): Promise<Outcome<undefined>> {
    return outcomeOf(async () => {
      const { userId } = reader;
      const { marks } = this.#outbox;
      this.#discretion.note(userId, this.#entrance.tellsReads(userId, reader.tellsReads));
      marks.learn(userId, recorded);
      this.#conversation.markRead(userId, seq, back);
      await marks.settle();
      if (marks.isDueOf(userId)) throw new ProtocolError("unavailable", "The mark could not be stored. Try again.");
      return undefined;
    });
  }

  /** The last seq, and those messages of the page asked for that are still here. */
  async history(userId: string, query: HistoryQuery): Promise<Outcome<{ lastSeq: number; messages: Message[] }>> {
    return outcomeOf(() => {
      this.#group?.require(userId);
      const lastSeq = this.#timeline.head.seq;
      const { from, to } = rangeOf(query, lastSeq);
      return { lastSeq, messages: this.#timeline.log.between(from, to) };
    });
  }

  /** Those of these messages that are here and all that are pinned here, as they are now. */
  async pins(userId: string, seqs: number[]): Promise<Outcome<Message[]>> {
    return outcomeOf(() => {
      this.#group?.require(userId);
      return this.#timeline.log.pinnedOr(seqs);
    });
  }

  /** What a message said before, as far as the record does not have it; `not_found` where there is no such message. */
  async versions(userId: string, seq: number): Promise<Outcome<Version[] | "deleted">> {
    return outcomeOf(() => {
      this.#group?.require(userId);
      if (seq > this.#timeline.head.seq) throw notFound();
      const isDeleted = (this.#timeline.log.find(seq)?.stored.deletedAt ?? null) !== null;
      return isDeleted ? "deleted" : this.#timeline.versions.of([seq]);
    });
  }

  /** What the room knows better than the record, for one person; `recorded` is their read mark as the record has it. */
  async news(userId: string, recorded?: number): Promise<RoomNews> {
    // Whoever is out learns no more, whatever the record still says.
    if (this.#group && !this.#group.has(userId)) return { lastSeq: 0 };
    const { marks } = this.#outbox;
    const { seq: lastSeq } = this.#timeline.head;
    const readSeq = recorded === undefined ? marks.known(userId) : marks.of(userId, recorded);
    const { restrictions } = this.#moderation;
    return { lastSeq, lastMessage: this.#timeline.last(), readSeq, group: this.#group?.newsFor(userId), restrictions };
  }

  /** Somebody who was told of something and was not there is back. What the record has they learn from it. */
  async listens(userId: string): Promise<void> {
    const mayHaveMissed = this.#notifier.back(userId);
    if (mayHaveMissed && (!this.#outbox.isEmpty || this.#group?.isDue)) this.#notifier.tell(userId);
  }

  /** Something about this room is new for this person alone. */
  async tell(userId: string): Promise<void> {
    await this.#notifier.tellNow(userId);
  }

  /** Somebody opens a direct room on purpose. Returns whether they are the first, before any message. */
  async make(): Promise<boolean> {
    if (this.#timeline.head.seq > 0 || this.ctx.storage.kv.get("made") === true) return false;
    this.ctx.storage.kv.put("made", true);
    return true;
  }

  // Groups.

  /** Makes this group, unless it was made before; returns whether it was made now. */
  async makeGroup(ownerId: string, description: Description, memberIds: string[]): Promise<Outcome<boolean>> {
    return this.#inGroup((group) => group.make(ownerId, description, memberIds));
  }

  async changeGroup(by: string, change: GroupChange): Promise<Outcome<void>> {
    // Somebody may come whose mark only the record knows.
    this.#hasReads = false;
    return this.#inGroup((group) => group.change(by, change));
  }

  /** Everybody's role, as `userId` may know it. */
  async roles(userId: string): Promise<Outcome<Role[]>> {
    return this.#inGroup((group) => group.rolesFor(userId));
  }

  async invite(by: string, input: InviteInput): Promise<Outcome<Invite>> {
    return this.#inGroup((group) => group.invite(by, input));
  }

  async invites(by: string): Promise<Outcome<Invite[]>> {
    return this.#inGroup((group) => group.invitesFor(by));
  }

  async revokeInvite(by: string, code: string): Promise<Outcome<void>> {
    return this.#inGroup((group) => group.revoke(by, code));
  }

  /** Whether an invite still lets somebody in. */
  async isInvited(code: string): Promise<Outcome<boolean>> {
    return this.#inGroup((group) => group.isInvited(code));
  }

  async enter(userId: string, code: string): Promise<Outcome<void>> {
    this.#hasReads = false;
    return this.#inGroup((group) => group.enter(userId, code));
  }

  /** The seq of the last message. */
  async lastSeq(): Promise<number> {
    return this.#timeline.head.seq;
  }

  /** Somebody has another name, or none: then their account is gone, and their place in a group with it. */
  async rename(user: Person): Promise<void> {
    this.#entrance.tellName(user);
    this.#conversation.rename(user);
    if (user.username !== null) return;
    await this.#outbox.forgetReader(user.id);
    await this.#group?.drop(user.id);
    if (this.#group?.isDue) throw new Error("the record does not know yet that they are out");
  }

  /** What others here are told of what they do. */
  async setPrivacy(userId: string, privacy: Privacy): Promise<void> {
    this.#entrance.tellPrivacy(userId, privacy);
    this.#conversation.setPrivacy(userId, privacy);
  }

  async endSessions(sessionIds: string[]): Promise<void> {
    this.#entrance.endSessions(sessionIds);
  }

  /**
   * Takes out sockets that fell silent (some vanish without a close, and would be counted as people who are here) and those that read
   * too slowly, though nothing more is sent to them.
   */
  sweep(now = Date.now()): void {
    this.#sweptAt = now;
    const silent = this.#connections.silent((one) => this.ctx.getWebSocketAutoResponseTimestamp(one), now);
    for (const connection of silent) connection.close(1001, "no sign of life");
    for (const connection of this.#connections) connection.endIfLate(now);
  }

  // Moderation.

  /** Somebody is about to come in who stands with others or with the house in some special way. */
  async bringStanding(userId: string, standing: Standing): Promise<void> {
    this.#moderation.standings.bring(userId, standing);
  }

  /** It is like this from now on. `isModerator`: of the community. */
  async tellStanding(userId: string, standing: Standing, isModerator: boolean, isBanned: boolean): Promise<void> {
    this.#moderation.standings.tell(userId, standing);
    if (!isBanned) this.#entrance.readmit(userId);
    if (this.#address.kind === "global") this.#entrance.tellRole(userId, isModerator);
  }

  /** Somebody is banned. */
  async expel(userId: string): Promise<void> {
    this.#entrance.expel(userId);
  }

  /** Takes out a part of what somebody wrote; returns the seq to go on after, or `undefined` where that was all. */
  async purge(part: { userId: string; since: number; after: number }): Promise<Outcome<number | undefined>> {
    return this.#takingOut(() => this.#moderation.purge(part));
  }

  /** Takes out a message that was reported. */
  async takeDown(by: string | null, seq: number): Promise<Outcome<void>> {
    return this.#takingOut(() => this.#moderation.takeDown(by, seq));
  }

  /** Slows the room down, or locks it. @param by null is the operator */
  async restrict(
    by: { userId: string | null; mayModerate: boolean },
    patch: Partial<Restrictions>,
  ): Promise<Outcome<void>> {
    return outcomeOf(() => {
      const isGroupModerator = by.userId !== null && this.#group?.mayModerate(by.userId) === true;
      if (!by.mayModerate && !isGroupModerator) throw new ProtocolError("forbidden", "Only moderators do that here.");
      if (!this.#moderation.restrict(by.userId, patch, Date.now())) return;
      for (const userId of this.#group?.memberIds ?? this.#connections.people.keys()) this.#notifier.tell(userId);
    });
  }

  /** How this room is doing: for its operator. `fault` is the last one of this waking. */
  async health(): Promise<Head & Cursors & Lag & { sockets: number; fault: Fault | undefined }> {
    const sockets = this.ctx.getWebSockets().length;
    return { ...this.#timeline.head, ...this.#outbox.cursors, ...this.#outbox.lag, sockets, fault: this.#fault };
  }

  /** How many sockets this person has here: for their inbox, which counts on it. */
  async socketsOf(userId: string): Promise<Found> {
    this.sweep();
    return this.#entrance.found(userId);
  }

  // Moving house.

  /** Writes down what the record lacks. `setAside` are messages that it refuses for good. */
  async settle(): Promise<{ isDone: boolean; setAside: number }> {
    await this.#group?.settle();
    await this.#moderation.settle();
    await this.#outbox.settle();
    return { isDone: this.#outbox.isRecorded && !this.#group?.isDue, setAside: this.#outbox.lag.setAside };
  }

  async openInvites(): Promise<Invite[]> {
    return this.#group?.openInvites() ?? [];
  }

  async takeInvites(invites: Invite[]): Promise<void> {
    for (const invite of invites) this.#group?.takeInvite(invite);
  }

  /** What the record says of this room is new: a community moved in. For a room in which nothing was said; again changes nothing. */
  async moveIn(): Promise<void> {
    if (this.#timeline.head.rev > 0) return;
    this.#epoch = newId();
    await this.ctx.blockConcurrencyWhile(() => this.#adopt());
  }

  // Inside.

  async #receive(connection: Connection, data: string | ArrayBuffer): Promise<void> {
    await this.#conversation.receive(connection, data);
    await this.#conversation.settled();
  }

  #enter(visit: Visit): Response {
    if (this.#group && !this.#group.newsFor(visit.user.id)) return refusedUpgrade(CLOSE.notFound, "no such room");
    const refusal = this.#entrance.checkIn(visit);
    if (refusal) return refusal;
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    this.#notifier.back(visit.user.id);
    this.#conversation.join(server, this.#entrance.asTold(visit));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Begins where the record says that the room stands. */
  async #adopt(): Promise<void> {
    const recorded = await findRecordedRoom(this.#db, this.#address.id, LIMITS.welcomeMessages);
    this.ctx.storage.transactionSync(() => {
      settle(this.ctx.storage.kv, this.#address, this.#epoch);
      if (!recorded) return;
      this.#timeline.adopt(recorded);
      this.#moderation.adopt(recorded.restrictions);
      if (recorded.group) this.#group?.adopt(recorded.group);
      for (const userId of recorded.discreetIds) this.#discretion.note(userId, false);
      this.#notes.keep({ recorded: recorded.rev, indexed: recorded.rev });
    });
    if (!recorded) return;
    this.#outbox.skipTo(recorded.rev);
    this.#conversation.skipTo(recorded.rev);
    // Another name of those who wrote here is to reach this room, too.
    const authors = new Set(recorded.messages.map(({ author }) => author.id));
    for (const userId of authors) this.ctx.waitUntil(this.#rememberedBy(userId));
  }

  async #rememberedBy(userId: string): Promise<void> {
    try {
      await this.env.INBOX.getByName(userId).remember(this.#address.id);
    } catch (error) {
      this.#noteError("inbox", error);
    }
  }

  #stored(message: Message, before?: Message): void {
    this.#flush();
    this.#notifier.stored(message, before);
  }

  #groupOf(roomId: string): Group {
    return new Group({
      roomId,
      storage: this.ctx.storage,
      db: this.#db,
      search: this.env.SEARCH,
      lastSeq: () => this.#timeline.head.seq,
      present: () => this.#connections.people.keys(),
      onLeft: (userIds, isDeleted) => {
        for (const userId of userIds) {
          this.#notifier.forget(userId);
          this.#discretion.note(userId, true);
        }
        this.#conversation.out(userIds, isDeleted);
      },
      notify: (userId) => this.#notifier.tellNow(userId),
      announce: (userId) => this.#notifier.tell(userId),
      onDeleted: () => this.#alarm.within(0),
      onError: (event, error) => {
        this.#noteError(event, error);
        this.#alarm.within(ALARM_AFTER_MS);
      },
    });
  }

  /** Who is out is so in the record before anything that was said afterwards is. @throws where that cannot be */
  async #settleGroup(): Promise<void> {
    if (!this.#group?.isDue) return;
    await this.#group.settle();
    if (this.#group.isDue) throw new Error("the record does not know yet who is in the group");
  }

  async #takingOut<T>(work: () => Promise<T>): Promise<Outcome<T>> {
    return outcomeOf(async () => {
      const result = await work().catch((error: unknown) => {
        this.#noteError("not taken out", error);
        throw asProtocolError(error);
      });
      await this.#conversation.settled();
      return result;
    });
  }

  async #inGroup<T>(work: (group: Group) => T | Promise<T>): Promise<Outcome<T>> {
    return outcomeOf(() => {
      if (!this.#group) throw new ProtocolError("forbidden", "This room is no group.");
      return work(this.#group);
    });
  }

  /** Once a waking: from then on this room knows better than the record. */
  async #learnReads(): Promise<void> {
    if (!this.#group || this.#hasReads) return;
    try {
      const reads = await findReads(this.#db, this.#address.id, this.#group.readerIds);
      for (const [userId, seq] of reads) this.#outbox.marks.learn(userId, seq);
      this.#hasReads = true;
    } catch (error) {
      this.#noteError("reads", error);
    }
  }

  /** Whether nothing is left of a group that was deleted. */
  async #erased(): Promise<boolean> {
    if (!this.#group?.isToBeErased) return true;
    // What is on its way to the stores would come after what is taken out of them.
    if (!this.#outbox.isEmpty || this.#group.isDue || !(await this.#group.erase())) return false;
    if (!this.#outbox.isEmpty) return false;
    this.#group.erased();
    this.#timeline.clear();
    return true;
  }

  #settleModeration(): void {
    this.#alarm.within(ALARM_AFTER_MS);
    this.ctx.waitUntil(this.#moderation.settle().catch((error: unknown) => this.#noteError("acts", error)));
  }

  #flush(): void {
    this.#alarm.within(ALARM_AFTER_MS);
    this.#outbox.touch();
  }

  /** Sleep costs nothing, waking does: how often a room wakes under its sockets is what an operator pays for. */
  #noteWaking(): void {
    const sockets = this.ctx.getWebSockets().length;
    if (sockets > 0) log("woke", { roomId: this.#address.id, sockets });
  }

  #left({ ticket }: Connection): void {
    this.#conversation.left();
    if (ticket && this.#entrance.tickets.release(ticket, Date.now())) this.#alarm.within(ALARM_AFTER_MS);
  }

  async #findRecorded(seq: number): Promise<Signed | undefined> {
    const [message] = await findMessages(this.#db, this.#address.id, { from: seq, to: seq });
    return message;
  }

  #noteError(event: string, error: unknown, fields: { seq?: number } = {}): void {
    const { pending, oldestAt, setAside } = this.#outbox.lag;
    const oldestMs = oldestAt === undefined ? 0 : Date.now() - oldestAt;
    this.#fault = { at: Date.now(), event };
    logError(event, error, { roomId: this.#address.id, pending, oldestMs, setAside, ...fields });
  }
}

/** Far above what a client needs, and far below what would keep a room busy with one socket. */
function frameRate({ SEND_PER_SECOND, SEND_BURST }: Limits): FrameRate {
  return { perSecond: Math.max(50, 10 * SEND_PER_SECOND), burst: Math.max(200, 10 * SEND_BURST) };
}
