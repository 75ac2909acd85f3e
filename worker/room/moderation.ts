import type { Database } from "../db/database.ts";
import { findMessages, findMessagesBy, findSeqBefore } from "../db/messages.ts";
import { recordActs } from "../db/moderation.ts";
import type { Signed } from "../db/stored-message.ts";
import type { Message, RoomAddress } from "../protocol.ts";
import { Acts, type RoomAct } from "./acts.ts";
import { changed } from "./change.ts";
import { RestrictionNote, type Restrictions } from "./restrictions.ts";
import { Standings } from "./standings.ts";
import type { Timeline } from "./timeline.ts";

/** So many messages of the record are looked at for those of one person, and so many of them taken out, in one go. */
const LOOKED_AT = 20_000;
const TAKEN_OUT_AT_ONCE = 200;
/** In one batch. */
const ACTS_AT_ONCE = 100;

interface Parts {
  address: RoomAddress;
  storage: Pick<DurableObjectStorage, "sql" | "kv">;
  db: Database;
  timeline: Timeline;
  /** A message was taken out. */
  onTakenOut(message: Message, before: Message): void;
  messageOf(signed: Signed): Message;
  /** `settle` is to be called. */
  onDue(): void;
}

/** What moderators do in a room, and what the room knows of how people stand. It counts here at once; the record and the audit log follow. */
export class Moderation {
  readonly standings: Standings;
  readonly #restrictions: RestrictionNote;
  readonly #acts: Acts;
  readonly #parts: Parts;
  #settling: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.standings = new Standings(parts.storage.sql);
    this.#restrictions = new RestrictionNote(parts.storage.kv);
    this.#acts = new Acts(parts.storage.sql);
  }

  get restrictions(): Restrictions {
    return this.#restrictions.now;
  }

  /** Something of it has still to be told to the record. */
  get isDue(): boolean {
    return this.#acts.isDue;
  }

  /** Returns whether anything is different now. @param by null is the operator */
  restrict(by: string | null, patch: Partial<Restrictions>, now: number): boolean {
    const { slowMode: slowModeBefore, locked: lockedBefore } = this.restrictions;
    if (!this.#restrictions.change(patch)) return false;
    // What it was before tells what was done: unlocking a room that stays slow is not slowing it down.
    const detail = { ...this.restrictions, slowModeBefore, lockedBefore };
    this.note({ at: now, action: "room_restricted", actorId: by, detail });
    return true;
  }

  /** As the record has them: nothing that was done here. */
  adopt(restrictions: Restrictions): void {
    this.#restrictions.change(restrictions);
  }

  note(act: RoomAct): void {
    this.#acts.add(act);
    this.#parts.onDue();
  }

  /** Tells the record what it lacks. @throws where it is away */
  settle(): Promise<void> {
    const settled = this.#settling.then(() => this.#record());
    this.#settling = settled.catch(() => undefined);
    return settled;
  }

  async #record(): Promise<void> {
    for (let acts = this.#acts.due(ACTS_AT_ONCE); acts.length > 0; acts = this.#acts.due(ACTS_AT_ONCE)) {
      await recordActs(this.#parts.db, this.#parts.address.id, acts, this.restrictions);
      this.#acts.recorded(acts);
    }
  }

  /**
   * Takes out what somebody wrote since `since` (ms) in the messages after `after`, a good part at a time.
   * @returns the seq to go on after; `undefined` where that was all
   */
  async purge(
    { userId, since, after }: { userId: string; since: number; after: number },
    now = Date.now,
  ): Promise<number | undefined> {
    const { timeline, db, address } = this.#parts;
    const { seq: last } = timeline.head;
    const from = after === 0 && since > 0 ? await findSeqBefore(db, address.id, since, last) : after;
    const to = Math.min(last, from + LOOKED_AT);
    const part = { roomId: address.id, userId, since, after: from, to };
    const recorded = await findMessagesBy(db, part, TAKEN_OUT_AT_ONCE);
    // From here on without an await. What is here is newer than what the record said.
    const reached = recorded.length < TAKEN_OUT_AT_ONCE ? to : (recorded.at(-1)?.stored.seq ?? to);
    const found = new Map(recorded.map((message) => [message.stored.seq, message]));
    for (const message of timeline.log.by(userId, from, reached)) found.set(message.stored.seq, message);
    for (const message of found.values()) if (message.stored.at >= since) this.#takeOut(message, now());
    return reached < last ? reached : undefined;
  }

  /** Takes out one message that was reported. @throws where the record is away and the message is only there */
  async takeDown(by: string | null, seq: number, now = Date.now): Promise<void> {
    const { timeline, db, address } = this.#parts;
    const here = timeline.log.find(seq);
    const [recorded] = here ? [here] : await findMessages(db, address.id, { from: seq, to: seq });
    const before = timeline.log.find(seq) ?? recorded;
    if (!before || before.stored.deletedAt !== null) return;
    this.#takeOut(before, now());
    const userId = before.stored.authorId;
    this.note({ at: now(), action: "message_deleted", actorId: by, userId, seq });
  }

  #takeOut(before: Signed, now: number): void {
    const house = { userId: "", mayModerate: true, mayPin: true };
    const after = changed(before.stored, { type: "delete", seq: before.stored.seq }, house, now);
    if (!after) return;
    const { timeline, messageOf, onTakenOut } = this.#parts;
    onTakenOut(timeline.change(before, after, now), messageOf(before));
  }
}
