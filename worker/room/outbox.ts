import type { StoredMessage } from "../db/stored-message.ts";
import { Backlog, writeApart } from "./backlog.ts";
import type { Pending } from "./message-log.ts";
import { type Mark, ReadMarks } from "./read-marks.ts";
import type { Timeline } from "./timeline.ts";
import type { Version } from "./versions.ts";

// Each write says where the room stands, which is a row. Lists and search follow within 2 s (H46) as long as a write to D1 takes 300 ms
// at most: one that is under way, the wait after it, the next one, and, a moment later, that of the index.
const RECORD_EVERY_MS = 1_000;
/** So many changes do not wait: all rooms write to one database, one write after the other, and the others wait for a long one. */
const MUCH = 32;
const INDEX_EVERY_MS = 250;
/** Not in the same moment as the record: where one thread has both databases, as on one's own machine, other rooms wait for each. */
const INDEX_AFTER_MS = 100;
/** A mark that could not be written waits this long: less than the ten seconds of silence after which a room sleeps, and forgets it. */
const MARKS_RETRY_MS = 5_000;
/** Of what waits to be written, so many of the oldest are told of when it is, and their texts come to so many bytes at most. */
const WAITING_CHANGES = 1_000;
const WAITING_BYTES = 512 * 1024;
/** Each has a text of up to 16 kB, twice that as JSON. */
const VERSIONS_AT_ONCE = 20;
/** Each has a text of up to 16 kB. */
const RETRIED_AT_ONCE = 100;

/** Up to which rev each store has everything. */
export interface Cursors {
  recorded: number;
  indexed: number;
}

/** The stores outside. Writing again what is there changes nothing in any of them. */
export interface Stores {
  /** `head` and `rev` are the room's now, which may be ahead of the changes. */
  record(changes: StoredMessage[], head: StoredMessage, rev: number, marks: Mark[]): Promise<void>;
  /** What messages said before. */
  versions(versions: Version[]): Promise<void>;
  index(changes: StoredMessage[]): Promise<void>;
  mark(marks: Mark[]): Promise<void>;
  /** Writes down again what it knows of the others' marks, where it may have written this person's as well. */
  forgetReader(userId: string): Promise<void>;
}

/** What the record does not have. */
export interface Lag {
  /** How many changes. */
  pending: number;
  /** ms; when the oldest of them was made. */
  oldestAt: number | undefined;
  /** How many messages it refuses, not counted above. */
  setAside: number;
}

/**
 * What is on its way from a room to D1: messages to the record, from there to the search index, and read marks.
 * Each store is written and retried by itself; none of them holds up the room.
 */
export class Outbox {
  readonly marks: ReadMarks;
  readonly #timeline: Timeline;
  readonly #stores: Stores;
  readonly #record: Backlog;
  readonly #index: Backlog;
  readonly #onRefused: (store: string, seq: number, error: unknown) => void;
  readonly #onRecorded: () => void;
  #indexing: ReturnType<typeof setTimeout> | undefined;

  /** @param onError `settle` is to be called again after `waitMs` */
  constructor(
    timeline: Timeline,
    cursors: Cursors,
    stores: Stores,
    onError: (event: string, error: unknown, waitMs: number) => void,
    onRefused: (store: string, seq: number, error: unknown) => void,
    onRecorded: () => void,
  ) {
    this.#timeline = timeline;
    this.#stores = stores;
    this.#onRefused = onRefused;
    this.#onRecorded = onRecorded;
    this.marks = new ReadMarks(
      (marks) => stores.mark(marks),
      (error) => onError("read marks", error, MARKS_RETRY_MS),
    );
    this.#record = new Backlog(RECORD_EVERY_MS, cursors.recorded, {
      head: () => timeline.head.rev,
      pending: (...bounds) => timeline.log.pending("rev", ...bounds),
      revOf: ({ message }) => message.rev,
      write: (changes) => this.#recordChanges(changes),
      onWritten: (changes) => this.#recorded(changes),
      onRefused: (change, error) => this.#refused(change, error),
      onError: (error, waitMs) => onError("record", error, waitMs),
    });
    this.#index = new Backlog(INDEX_EVERY_MS, cursors.indexed, {
      head: () => this.#record.rev,
      // A hit is shown from the record: what is not there yet need not be found yet. Reactions are not searched: they write nothing here.
      pending: (...bounds) =>
        timeline.log.pending("textRev", ...bounds).filter(({ textRev }) => textRev <= this.#record.rev),
      revOf: ({ textRev }) => textRev,
      write: (changes) => stores.index(changes.map(({ message }) => message)),
      onWritten: () => {},
      // It is in the record and in history; only search does not find it.
      onRefused: ({ message }, error) => onRefused("search index", message.seq, error),
      onError: (error, waitMs) => onError("search index", error, waitMs),
    });
  }

  /** There is a new message, or one changed. */
  touch(): void {
    this.#record.touch(this.#timeline.head.rev - this.#record.rev >= MUCH);
  }

  /** The stores have everything up to this rev: it is where that came from. */
  skipTo(rev: number): void {
    this.#record.skipTo(rev);
    this.#index.skipTo(rev);
  }

  /** Writes everything now, as far as the stores take it. */
  async settle(): Promise<void> {
    await this.#record.settle();
    await this.#index.settle();
    await this.marks.settle();
  }

  /** Somebody is gone for good: how far they had read is not to be written any more. @throws where the record is away */
  async forgetReader(userId: string): Promise<void> {
    this.marks.forget(userId);
    await this.marks.carry(async (marks) => {
      await this.#stores.forgetReader(userId);
      if (marks.length > 0) await this.#stores.mark(marks);
    });
  }

  /**
   * Offers the record once more what it refused.
   * @throws where the record is away
   */
  async retrySetAside(): Promise<void> {
    const { log, setAside } = this.#timeline;
    const seqs = [...setAside.seqs];
    while (seqs.length > 0) {
      const refused = seqs.splice(0, RETRIED_AT_ONCE).map((seq) => log.find(seq)?.stored);
      await writeApart(
        refused.filter((message) => message !== undefined),
        {
          write: async (messages) => {
            await this.#writeRecord(messages);
            for (const { seq } of messages) setAside.remove(seq);
          },
          onRefused: ({ seq }, error) => this.#onRefused("record, again", seq, error),
        },
      );
    }
  }

  get cursors(): Cursors {
    return { recorded: this.#record.rev, indexed: this.#index.rev };
  }

  /** What the record does not have, oldest first. */
  pending(): StoredMessage[] {
    const { log } = this.#timeline;
    return log.pending("rev", this.#record.rev, WAITING_CHANGES, WAITING_BYTES).map(({ message }) => message);
  }

  get lag(): Lag {
    const { log, head, setAside } = this.#timeline;
    const [oldest] = log.pending("rev", this.#record.rev, 1, 1);
    return { pending: head.rev - this.#record.rev, oldestAt: oldest?.changedAt, setAside: setAside.seqs.size };
  }

  /** Whether the record has everything that it takes. */
  get isRecorded(): boolean {
    return this.#record.rev === this.#timeline.head.rev && !this.marks.isDue;
  }

  get isEmpty(): boolean {
    const { rev } = this.#timeline.head;
    return this.#record.rev === rev && this.#index.rev === rev && !this.marks.isDue;
  }

  async #recordChanges(changes: Pending[]): Promise<void> {
    for (const { message, sentRev } of changes) {
      // Who wrote a message has read up to it. Who edits one, or whose message gets a reaction, need not have.
      if (sentRev > this.#record.rev) this.marks.goesWith(message.authorId, message.seq);
    }
    await this.#writeRecord(changes.map(({ message }) => message));
  }

  async #writeRecord(messages: StoredMessage[]): Promise<void> {
    const { head, log, versions } = this.#timeline;
    const newest = log.find(head.seq);
    if (!newest) return;
    const edited = messages.filter(({ editedAt }) => editedAt !== null).map(({ seq }) => seq);
    // By themselves and in portions: of one message there may be more than a batch can hold.
    for (let portion = versions.of(edited, VERSIONS_AT_ONCE); portion.length > 0; ) {
      await this.#stores.versions(portion);
      versions.recorded(portion);
      portion = versions.of(edited, VERSIONS_AT_ONCE);
    }
    await this.marks.carry((marks) => this.#stores.record(messages, newest.stored, head.rev, marks));
  }

  #recorded(changes: Pending[]): void {
    for (const { message } of changes) this.#timeline.setAside.remove(message.seq);
    this.#indexing ??= setTimeout(() => {
      this.#indexing = undefined;
      this.#index.touch();
    }, INDEX_AFTER_MS);
    this.#onRecorded();
  }

  #refused({ message }: Pending, error: unknown): void {
    this.#timeline.setAside.add(message.seq);
    this.#onRefused("record", message.seq, error);
  }
}
