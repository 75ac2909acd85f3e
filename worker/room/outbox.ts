import type { StoredMessage } from "../db/stored-message.ts";
import { Backlog } from "./backlog.ts";
import { type Mark, ReadMarks } from "./read-marks.ts";
import type { Timeline } from "./timeline.ts";

/** A mark that could not be written waits this long. */
const MARKS_RETRY_MS = 10_000;

/** Up to which rev each store has everything. */
export interface Cursors {
  recorded: number;
  indexed: number;
}

/** The stores outside. Writing again what is there changes nothing in any of them. */
export interface Stores {
  /** `head` and `rev` are the room's now, which may be ahead of the changes. */
  record(changes: StoredMessage[], head: StoredMessage, rev: number): Promise<void>;
  index(changes: StoredMessage[]): Promise<void>;
  mark(marks: Mark[]): Promise<void>;
}

/**
 * What is on its way from a room to D1: messages to the record, from there to the search index, and read marks.
 * Each store is written and retried by itself; none of them holds up the room.
 */
export class Outbox {
  readonly marks: ReadMarks;
  readonly #timeline: Timeline;
  readonly #record: Backlog;
  readonly #index: Backlog;

  /** @param onError `settle` is to be called again after `waitMs` */
  constructor(
    timeline: Timeline,
    cursors: Cursors,
    stores: Stores,
    onError: (event: string, error: unknown, waitMs: number) => void,
    onRefused: (store: string, change: StoredMessage, error: unknown) => void,
  ) {
    this.#timeline = timeline;
    this.marks = new ReadMarks(
      (marks) => stores.mark(marks),
      (error) => onError("read marks", error, MARKS_RETRY_MS),
    );
    this.#record = new Backlog(cursors.recorded, {
      head: () => timeline.head.rev,
      pending: (rev, limit, maxBytes) => timeline.pending(rev, limit, maxBytes),
      write: async (changes) => {
        const head = timeline.newest();
        if (head) await stores.record(changes, head, timeline.head.rev);
      },
      onWritten: (changes) => {
        for (const { authorId, seq } of changes) this.marks.recorded(authorId, seq);
        this.#index.touch();
      },
      onRefused: (change, error) => {
        timeline.setAside(change.seq);
        onRefused("record", change, error);
      },
      onError: (error, waitMs) => onError("record", error, waitMs),
    });
    this.#index = new Backlog(cursors.indexed, {
      head: () => this.#record.rev,
      // A hit is shown from the record: what is not there yet need not be found yet.
      pending: (rev, limit, maxBytes) =>
        timeline.pending(rev, limit, maxBytes).filter((change) => change.rev <= this.#record.rev),
      write: (changes) => stores.index(changes),
      onWritten: () => {},
      // It is in the record and in history; only search does not find it.
      onRefused: (change, error) => onRefused("search index", change, error),
      onError: (error, waitMs) => onError("search index", error, waitMs),
    });
  }

  /** There is a new message. */
  touch(): void {
    this.#record.touch();
  }

  /** Writes everything now, as far as the stores take it. */
  async settle(): Promise<void> {
    await this.#record.settle();
    await this.#index.settle();
    await this.marks.settle();
  }

  get cursors(): Cursors {
    return { recorded: this.#record.rev, indexed: this.#index.rev };
  }

  /** What the record does not have: how many changes, and the time of the oldest in ms. */
  get lag(): { pending: number; oldestAt: number | undefined } {
    const [oldest] = this.#timeline.pending(this.#record.rev, 1, 1);
    return { pending: this.#timeline.head.rev - this.#record.rev, oldestAt: oldest?.at };
  }

  get isEmpty(): boolean {
    const { rev } = this.#timeline.head;
    return this.#record.rev === rev && this.#index.rev === rev && !this.marks.isDue;
  }
}
