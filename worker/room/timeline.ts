import type { RecordedRoom } from "../db/adoption.ts";
import { messageOf, type Signed, type StoredMessage } from "../db/stored-message.ts";
import { LIMITS, type Message, type Person } from "../protocol.ts";
import { clearLog, prepareLog } from "./log-tables.ts";
import { type Head, MessageLog, type Trimming } from "./message-log.ts";
import { Names } from "./names.ts";
import { SentIds } from "./sent-ids.ts";
import { SetAside } from "./set-aside.ts";
import { Versions } from "./versions.ts";

/** At least this much is kept for those who come back with `since`: so many changes, or so long, whichever is less. */
const KEEP_CHANGES = 500;
const KEEP_MS = 10 * 60 * 1000;

/** Noting what is gone is a row for all of them. Of a busy room so many messages are spare as it sends before the next are. */
const TRIMMING: Trimming = { atOnce: 100, spare: 1_000 };

/** The part of an object's storage that a timeline needs. */
export type TimelineStorage = Pick<DurableObjectStorage, "sql" | "transactionSync">;

export interface Draft {
  id: string;
  body: string;
  replyTo?: number | undefined;
  /** The ids of those it names. */
  mentions?: string[] | null;
}

/**
 * A room's own timeline: what is not in the record yet, and at least the last 25 messages. It numbers messages (`seq`) and changes
 * (`rev`) and stores them, each in one synchronous call, so two senders never meet inside.
 */
export class Timeline {
  readonly log: MessageLog;
  readonly names: Names;
  readonly sent: SentIds;
  readonly setAside: SetAside;
  readonly versions: Versions;
  readonly #storage: TimelineStorage;
  readonly #roomId: string;
  #head: Head;

  constructor(storage: TimelineStorage, roomId: string) {
    prepareLog(storage);
    this.#storage = storage;
    this.#roomId = roomId;
    this.log = new MessageLog(storage.sql, roomId);
    this.names = new Names(storage.sql);
    this.sent = new SentIds(storage.sql);
    this.setAside = new SetAside(storage.sql);
    this.versions = new Versions(storage.sql);
    this.#head = this.log.head();
  }

  get head(): Readonly<Head> {
    return this.#head;
  }

  /** Stores a message as the next one. The caller has made sure with `sent` that it is new. Two rows written. */
  append(author: Person, draft: Draft, now: number): Message {
    const seq = this.#head.seq + 1;
    const rev = this.#head.rev + 1;
    // Strictly increasing: the search index tells messages of one room apart by their time.
    const at = Math.max(now, this.#head.at + 1);
    const stored: StoredMessage = {
      seq,
      rev,
      id: draft.id,
      authorId: author.id,
      body: draft.body,
      at,
      replyTo: draft.replyTo ?? null,
      editedAt: null,
      deletedAt: null,
      reactions: null,
      mentions: draft.mentions ?? null,
      pinnedAt: null,
    };
    this.sent.turnOver(now);
    // All or nothing: half of it would leave the head behind the log.
    this.#storage.transactionSync(() => {
      this.names.keep(author);
      this.log.add(stored);
      this.sent.keep(stored);
    });
    this.#head = { seq, rev, at };
    return messageOf(this.#roomId, { stored, author });
  }

  /** Stores a message as it is from now on, as the next change. Two rows written, and one for a text that was replaced. */
  change({ stored: before, author }: Signed, after: StoredMessage, now: number): Message {
    const rev = this.#head.rev + 1;
    const stored = { ...after, rev };
    const isTextChanged = after.body !== before.body || after.deletedAt !== before.deletedAt;
    this.#storage.transactionSync(() => {
      this.names.keep(author);
      this.log.change(stored, isTextChanged, now);
      if (after.deletedAt !== null) this.versions.erase(after.seq);
      else if (isTextChanged) this.versions.keep({ ...before, at: before.editedAt ?? before.at });
    });
    this.#head = { ...this.#head, rev };
    return messageOf(this.#roomId, { stored, author });
  }

  /** Begins where the record says that the room stands. For a timeline that has nothing of its own. */
  adopt({ rev, messages, sent }: Pick<RecordedRoom, "rev" | "messages" | "sent">): void {
    if (this.#head.rev > 0) throw new Error("this room has a timeline");
    this.#storage.transactionSync(() => {
      for (const { stored, author } of messages) {
        this.names.keep(author);
        this.log.adopt(stored);
      }
      // Of an id that came again after a day the later one counts.
      for (const each of sent.toReversed()) this.sent.keep(each);
      this.log.forgetUpTo(rev);
    });
    this.#head = this.log.head();
  }

  /** The last 25, ascending. */
  latest(): Message[] {
    return this.log.between(this.#head.seq - LIMITS.welcomeMessages + 1, this.#head.seq);
  }

  /** The newest message as the wire has it. */
  last(): Message | undefined {
    return this.log.between(this.#head.seq, this.#head.seq)[0];
  }

  /** Forgets everything: the room is gone for good. */
  clear(): void {
    clearLog(this.#storage, this.#head.rev);
    this.sent.clear();
  }

  /** Lets go of what the record and the index have (up to `storedRev`), save the last 25 and what may be asked for with `since`. */
  trim(storedRev: number, now: number, trimming = TRIMMING): void {
    const { seq, rev } = this.#head;
    const bounds = {
      rev: storedRev,
      seq: seq - LIMITS.welcomeMessages,
      evenIfNew: rev - KEEP_CHANGES,
      changedBefore: now - KEEP_MS,
    };
    this.log.trim(bounds, trimming);
  }
}
