import type { StoredMessage } from "../db/stored-message.ts";
import { type Rhythm, rhythm } from "./rhythm.ts";

const EVERY_MS = 250;
const BATCH_MESSAGES = 1_000;
/** D1 takes 2 MB in a parameter; JSON escapes may double what is counted here. */
const BATCH_BYTES = 512 * 1024;
const RETRY_MAX_MS = 30_000;

interface Sink {
  /** What is to be written after `rev`, oldest first, so many messages and bytes at most. */
  pending(rev: number, limit: number, maxBytes: number): StoredMessage[];
  /** Writing again what is there changes nothing. */
  write(changes: StoredMessage[]): Promise<void>;
  onWritten(changes: StoredMessage[]): void;
  /** It did not work; `settle` is to be called in so many ms. By an alarm: a timer would keep the object awake meanwhile. */
  onError(error: unknown, waitMs: number): void;
}

/**
 * What a store does not have yet. One write at a time, everything pending in as few batches as fit; a store that is away is tried
 * again with growing waits, and whatever gathers meanwhile goes out in large batches.
 */
export class Backlog {
  readonly #sink: Sink;
  readonly #rhythm: Rhythm;
  #rev: number;
  #failures = 0;
  #retryAt = 0;

  /** @param rev up to here the store is known to have everything */
  constructor(rev: number, sink: Sink) {
    this.#rev = rev;
    this.#sink = sink;
    this.#rhythm = rhythm(EVERY_MS, () => this.#writeAll());
  }

  /** The store has everything up to this rev. */
  get rev(): number {
    return this.#rev;
  }

  touch(): void {
    if (Date.now() >= this.#retryAt) this.#rhythm.touch();
  }

  /** Writes now, whatever the wait. */
  settle(): Promise<void> {
    this.#retryAt = 0;
    this.#rhythm.touch();
    return this.#rhythm.settle();
  }

  async #writeAll(): Promise<void> {
    try {
      for (;;) {
        const changes = this.#sink.pending(this.#rev, BATCH_MESSAGES, BATCH_BYTES);
        if (changes.length === 0) break;
        await this.#sink.write(changes);
        this.#rev = changes.reduce((rev, change) => Math.max(rev, change.rev), this.#rev);
        this.#failures = 0;
        this.#sink.onWritten(changes);
      }
    } catch (error) {
      this.#retryLater(error);
    }
  }

  #retryLater(error: unknown): void {
    const waitMs = Math.min(RETRY_MAX_MS, EVERY_MS * 2 ** this.#failures++);
    this.#retryAt = Date.now() + waitMs;
    this.#sink.onError(error, waitMs);
  }
}
