import { messageOf, type Signed } from "../db/stored-message.ts";
import type { Limits } from "../env.ts";
import { asProtocolError, errorFrame, notFound, type ProtocolError, wrongField } from "../errors.ts";
import type { Group } from "../group/group.ts";
import {
  CLOSE,
  type ClientFrame,
  LIMITS,
  type Message,
  namesIn,
  type Person,
  type Privacy,
  type RoomAddress,
  type SendInput,
  type ServerFrame,
  TYPING_EVERY_MS,
} from "../protocol.ts";
import type { RoomAct } from "./acts.ts";
import { Archive } from "./archive.ts";
import { Broadcast } from "./broadcast.ts";
import { type Actor, type Author, type Change, changed } from "./change.ts";
import type { Connection, Connections } from "./connections.ts";
import type { Discretion } from "./discretion.ts";
import { isTooBig, parseFrame, type Subject } from "./frames.ts";
import type { Handles } from "./handles.ts";
import type { Permits } from "./permits.ts";
import { PersonLimit } from "./person-limit.ts";
import { Presence } from "./presence.ts";
import type { ReadMarks } from "./read-marks.ts";
import type { Timeline } from "./timeline.ts";
import { Turns } from "./turns.ts";
import type { Visit } from "./visit.ts";
import { mayTellReads, readersOf, welcomeFrame } from "./welcome.ts";

/** Far more than reading takes: each goes to the record, to the person's other devices and to those who may see it. */
const MARKS_PER_SECOND = 5;
const MARKS_AT_ONCE = 100;

/** A message as it is now, and whether that was stored just now or had been like that before. */
export interface Stored {
  isNew: boolean;
  message: Message;
}

export interface Parts {
  address: RoomAddress;
  epoch(): string;
  /** Of a named group alone. */
  group: Group | undefined;
  permits: Permits;
  timeline: Timeline;
  connections: Connections;
  marks: ReadMarks;
  discretion: Discretion;
  limits: Limits;
  /** A message that the timeline has let go of. */
  findRecorded(seq: number): Promise<Signed | undefined>;
  handles: Handles;
  /** A message was stored, or changed from what it was `before`. */
  onStored(message: Message, before?: Message): void;
  /** `userId` has read further, or back. */
  onRead(userId: string): void;
  /** A moderator did something to what others see. */
  onModerated(act: RoomAct): void;
  /** A socket of this session is closed for what it sent. */
  onThrownOut(sessionId: string): void;
  onError(event: string, error: unknown): void;
}

/** What happens in a room: who comes, what they send, what everybody is told. It knows no platform but its sockets. */
export class Conversation {
  readonly #parts: Parts;
  readonly #broadcast: Broadcast;
  readonly #presence: Presence;
  readonly #limit: PersonLimit;
  readonly #markLimit = new PersonLimit(MARKS_PER_SECOND, MARKS_AT_ONCE);
  readonly #archive: Archive;
  readonly #turns = new Turns();
  readonly #typedAt = new Map<string, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#broadcast = new Broadcast(parts.connections, parts.timeline.head.rev);
    this.#presence = new Presence(parts.connections.visible, (frame) => this.#sendAll(frame));
    this.#limit = new PersonLimit(parts.limits.SEND_PER_SECOND, parts.limits.SEND_BURST);
    this.#archive = new Archive(parts.findRecorded, (error) => parts.onError("record not read", error));
  }

  /** A socket comes in: it is told where the room stands, and from then on everything, in one turn with nothing between. */
  join(socket: WebSocket, visit: Visit): void {
    const { connections, timeline, marks, discretion } = this.#parts;
    const { user, sessionId, ticket, mayModerate, privacy } = visit;
    // From here on a mark that comes is held against it.
    marks.learn(user.id, visit.room.readSeq);
    const readSeq = marks.of(user.id, visit.room.readSeq);
    this.#broadcast.flush();
    timeline.names.rename(user);
    for (const [userId, seq] of Object.entries(visit.reads)) marks.learn(userId, seq);
    discretion.note(user.id, privacy.receipts);
    const attachment = { user, sessionId, ticket, mayModerate, badFrames: [], readSeq, privacy };
    const connection = connections.add(socket, attachment);
    this.#send(connection, welcomeFrame(this.#parts, visit, this.#presence.now()));
    this.#presence.changed();
  }

  /** The room begins at this rev: what is told next comes after it. */
  skipTo(rev: number): void {
    this.#broadcast.skipTo(rev);
  }

  /** Somebody is out of the room. */
  left(): void {
    this.#presence.changed();
  }

  /** Always answers, never throws: one bad frame is nobody else's business. */
  async receive(connection: Connection, data: string | ArrayBuffer): Promise<void> {
    if (!connection.takeFrame(Date.now())) return this.#throwOut(connection, CLOSE.tooMany, "too many frames");
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
   * @throws `rate_limited`; `blocked`; `forbidden`; `bad_request` for a reply to nothing; `not_found` for who is not in the group
   */
  async post({ user: author, mayModerate }: Author, { id, body, replyTo }: SendInput): Promise<Stored> {
    const { timeline, marks, permits } = this.#parts;
    permits.enter(author.id);
    const before = timeline.sent.find(author.id, id, Date.now());
    if (before !== undefined) return { isNew: false, message: await this.#find(before) };
    this.#limit.take(author.id, Date.now());
    permits.send(author.id, mayModerate, Date.now());
    if (this.#mustWait(author.id, body)) {
      await this.#learnNames(author.id, body);
      // From here on without an await. The same message may have come twice, and the author may be out meanwhile.
      permits.enter(author.id);
      const meanwhile = timeline.sent.find(author.id, id, Date.now());
      if (meanwhile !== undefined) return { isNew: false, message: await this.#find(meanwhile) };
      permits.send(author.id, mayModerate, Date.now());
    }
    const now = Date.now();
    if (replyTo !== undefined && replyTo > timeline.head.seq) {
      throw wrongField("replyTo", "there is no such message");
    }
    const message = timeline.append(author, { id, body, replyTo, mentions: this.#mentionedIn(body, author.id) }, now);
    marks.wrote(author.id, message.seq);
    this.#keepReadSeq(author.id, message.seq);
    this.tell(message);
    return { isNew: true, message };
  }

  /**
   * Edits or deletes a message, or reacts to it, unless it is like that already: that is looked at ahead of any limit, except where
   * looking means to fetch the message.
   * @throws `not_found`, `blocked`, `forbidden`, `conflict`, `rate_limited`, `unavailable`
   */
  async change(by: Actor, change: Change): Promise<Stored> {
    const { timeline, address, permits } = this.#parts;
    permits.enter(by.userId);
    const { seq } = change;
    if (seq > timeline.head.seq) throw notFound();
    const waits = change.type === "edit" && this.#mustWait(by.userId, change.body);
    if (waits) {
      this.#limit.take(by.userId, Date.now());
      await this.#learnNames(by.userId, change.body);
    }
    let before = timeline.log.find(seq);
    const isPaid = waits || before === undefined;
    if (!before) {
      if (!waits) this.#limit.take(by.userId, Date.now());
      const recorded = await this.#archive.load(seq);
      // From here on without an await: who waited for the same message goes on right after.
      before = timeline.log.find(seq) ?? recorded;
    }
    const now = Date.now();
    // As of now: whoever waited for something may have lost their place meanwhile.
    permits.enter(by.userId);
    const actor = {
      userId: by.userId,
      mayModerate: permits.mayModerate(by.userId, by.mayModerate),
      mayPin: permits.mayPin(by.userId, by.mayModerate),
    };
    const after = changed(before.stored, change, actor, now);
    if (!after) return { isNew: false, message: messageOf(address.id, before) };
    // What one has said oneself may always be taken back.
    const isTakenBack = change.type === "delete" && before.stored.authorId === by.userId;
    if (!isTakenBack) permits.write(by.userId, by.mayModerate, now);
    if (change.type === "edit") after.mentions = this.#mentionedIn(change.body, by.userId);
    if (!isPaid) this.#limit.take(by.userId, now);
    const message = timeline.change(before, after, now);
    const { authorId } = before.stored;
    if (change.type === "delete" && authorId !== by.userId) {
      this.#parts.onModerated({ at: now, action: "message_deleted", actorId: by.userId, userId: authorId, seq });
    }
    this.tell(message, messageOf(address.id, before));
    return { isNew: true, message };
  }

  /** Tells everybody of a message that was stored, or changed from what it was `before`. */
  tell(message: Message, before?: Message): void {
    this.#broadcast.add(message);
    this.#parts.onStored(message, before);
  }

  /** @throws `rate_limited`; `not_found` for who is not in the group */
  markRead(userId: string, seq: number, back: boolean): void {
    const { marks, timeline, permits } = this.#parts;
    permits.enter(userId);
    this.#markLimit.take(userId, Date.now());
    const capped = Math.min(seq, timeline.head.seq);
    if (!marks.move(userId, capped, back)) return;
    this.#keepReadSeq(userId, capped);
    if (readersOf(this.#parts).includes(userId)) {
      // Nobody hears that something was read before it is there.
      this.#broadcast.flush();
      this.#tellRead({ type: "read", userId, seq: capped });
    }
    this.#parts.onRead(userId);
  }

  /** They are no members any more: they hear nothing more, and how far they had read is nobody's business. */
  out(userIds: string[], isDeleted: boolean): void {
    const { connections, marks } = this.#parts;
    // What was said before is theirs, and they were told.
    this.#broadcast.flush();
    for (const userId of userIds) {
      marks.forget(userId);
      for (const connection of [...connections.of(userId)]) {
        if (isDeleted) connection.close(CLOSE.notFound, "this group was deleted");
        else connection.close(CLOSE.forbidden, "not a member any more");
      }
    }
  }

  /** Somebody has another name now. */
  rename(user: Person): void {
    this.#parts.timeline.names.rename(user);
    if (user.username === null) this.#parts.handles.forget(user.id);
    for (const connection of this.#parts.connections.of(user.id)) connection.rename(user);
  }

  /** Somebody lets others see more or less of what they do, from now on. */
  setPrivacy(userId: string, privacy: Privacy): void {
    this.#parts.discretion.note(userId, privacy.receipts);
    this.#parts.connections.setPrivacy(userId, privacy);
    this.#presence.changed();
  }

  /** Resolves when every frame that is due has gone out. */
  settled(): Promise<void> {
    return this.#broadcast.settled();
  }

  async #handle(connection: Connection, frame: ClientFrame): Promise<void> {
    switch (frame.type) {
      case "send":
        return this.#answer(connection, await this.post(connection.author, frame), frame.ref);
      case "edit":
      case "delete":
      case "react":
      case "pin":
        return this.#answer(connection, await this.change(connection.actor, frame), frame.ref);
      case "read":
        return this.markRead(connection.user.id, frame.seq, frame.back === true);
      case "typing":
        return this.#passTyping(connection);
      case "got":
        return connection.got(frame.rev);
    }
  }

  /** What is new comes to everybody; what is not, to the one who asked for it. */
  #answer(connection: Connection, { isNew, message }: Stored, ref: string | undefined): void {
    if (isNew) return;
    const frame: ServerFrame = { type: "known", message, ...(ref ? { ref } : {}) };
    connection.sendKnown(JSON.stringify(frame), Date.now());
  }

  /** A message of this room, from here or from the record. */
  async #find(seq: number): Promise<Message> {
    const { timeline, address } = this.#parts;
    const found = timeline.log.find(seq) ?? (await this.#archive.load(seq));
    return messageOf(address.id, timeline.log.find(seq) ?? found);
  }

  /** Where a text names nobody, or people who are known, nothing is waited for but what this person did before. */
  #mustWait(userId: string, body: string): boolean {
    return this.#turns.isBusy(userId) || this.#parts.handles.unknown(mentionedNames(body)).length > 0;
  }

  async #learnNames(userId: string, body: string): Promise<void> {
    await this.#turns.take(userId, () => this.#parts.handles.learn(mentionedNames(body)));
  }

  /** Those in this room whom a text names, as far as they are known and the author may call them; null where it names nobody. */
  #mentionedIn(body: string, authorId: string): string[] | null {
    const { handles, address, group, permits } = this.#parts;
    const names = mentionedNames(body);
    const idByName = handles.known(names);
    const isHere = (id: string) => group?.has(id) ?? (address.kind !== "direct" || address.userIds.includes(id));
    const mayCall = (id: string) => isHere(id) && !permits.areApart(authorId, id);
    const ids = names.flatMap((name) => idByName.get(name) ?? []).filter(mayCall);
    return ids.length > 0 ? ids : null;
  }

  /** In the attachments, where it outlives the object's sleep. */
  #keepReadSeq(userId: string, seq: number): void {
    for (const connection of this.#parts.connections.of(userId)) connection.keepReadSeq(seq);
  }

  #passTyping({ user, privacy }: Connection): void {
    if (!privacy.typing) return;
    const { permits } = this.#parts;
    const now = Date.now();
    if (!permits.mayBeSeenTyping(user.id, now)) return;
    if (now - (this.#typedAt.get(user.id) ?? 0) < TYPING_EVERY_MS) return;
    this.#typedAt.set(user.id, now);
    const frame = JSON.stringify({ type: "typing", user } satisfies ServerFrame);
    for (const other of this.#parts.connections) {
      if (other.user.id !== user.id && !permits.areApart(user.id, other.user.id)) other.send(frame);
    }
  }

  #refuseFrame(connection: Connection, error: ProtocolError, subject: Subject): void {
    // Written down before it is answered: a socket that makes no sense must not be able to wait for the object to forget it.
    const count = connection.countBadFrame(Date.now());
    this.#send(connection, errorFrame(error, subject));
    if (count > LIMITS.badFramesPerMinute) this.#throwOut(connection, CLOSE.badFrames, "too many bad frames");
  }

  #throwOut(connection: Connection, code: number, reason: string): void {
    this.#parts.onThrownOut(connection.sessionId);
    connection.close(code, reason);
  }

  #refuse(connection: Connection, error: unknown, subject: Subject): void {
    const refusal = asProtocolError(error);
    if (refusal !== error) this.#parts.onError("frame", error);
    this.#send(connection, errorFrame(refusal, subject));
  }

  #send(connection: Connection, frame: ServerFrame): void {
    connection.send(JSON.stringify(frame));
  }

  #tellRead(frame: Extract<ServerFrame, { type: "read" }>): void {
    const text = JSON.stringify(frame);
    for (const connection of this.#parts.connections) {
      if (mayTellReads(this.#parts.discretion, frame.userId, connection.user.id)) connection.send(text);
    }
  }

  #sendAll(frame: ServerFrame): void {
    const text = JSON.stringify(frame);
    for (const connection of this.#parts.connections) connection.send(text);
  }
}

/** Each once; where it names a crowd, the first of it. */
function mentionedNames(body: string): string[] {
  // Most texts hold no such sign, and this is asked of each.
  if (!body.includes("@")) return [];
  return [...new Set(namesIn(body).map(({ username }) => username))].slice(0, LIMITS.mentionsPerMessage);
}
