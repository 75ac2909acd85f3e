import type { Pending } from "./message-log.ts";
import { type Rhythm, rhythm } from "./rhythm.ts";

const BATCH_MESSAGES = 1_000;
const RETRY_MIN_MS = 250;
/** D1 takes 2 MB in a parameter; JSON escapes may double what is counted here. */
const BATCH_BYTES = 512 * 1024;
const RETRY_MAX_MS = 30_000;

/** After so many failures in a row the batch is taken apart: it may be one row that the store refuses, and not the store that is away. */
const TAKEN_APART_AFTER = 3;

interface Sink {
  /** The highest rev there is to be written. */
  head(): number;
  /** What is to be written after `rev`, oldest first, so many messages and bytes at most. */
  pending(rev: number, limit: number, maxBytes: number): Pending[];
  /** The place of a change among those that `pending` gives. */
  revOf(change: Pending): number;
  /** Writing again what is there changes nothing. With nothing to write it still says whether the store takes writes. */
  write(changes: Pending[]): Promise<void>;
  onWritten(changes: Pending[]): void;
  /** The store takes others but refuses this one for good: from now on it is kept here. */
  onRefused(change: Pending, error: unknown): void;
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

  /**
   * @param everyMs the first change goes out at once, what comes within this time of it together
   * @param rev up to here the store is known to have everything
   */
  constructor(everyMs: number, rev: number, sink: Sink) {
    this.#rev = rev;
    this.#sink = sink;
    this.#rhythm = rhythm(everyMs, () => this.#writeAll());
  }

  /** The store has everything up to this rev. */
  get rev(): number {
    return this.#rev;
  }

  /** The store has everything up to this rev: it is where that came from. */
  skipTo(rev: number): void {
    this.#rev = rev;
  }

  /** Something changed. What has gathered goes out at its time, or at once where that is much. */
  touch(isMuch = false): void {
    if (Date.now() < this.#retryAt) return;
    this.#rhythm.touch();
    if (isMuch) this.#rhythm.hurry();
  }

  /** Writes now, whatever the wait. */
  settle(): Promise<void> {
    this.#retryAt = 0;
    this.#rhythm.touch();
    return this.#rhythm.settle();
  }

  async #writeAll(): Promise<void> {
    try {
      // What comes meanwhile is the next run's: a busy room would never get to the end of this one.
      for (const goal = this.#sink.head(); this.#rev < goal; ) {
        const changes = this.#sink.pending(this.#rev, BATCH_MESSAGES, BATCH_BYTES);
        // Whatever had these revs has changed again, or is of no matter to this store.
        if (changes.length === 0) this.#rev = goal;
        else if (this.#failures < TAKEN_APART_AFTER) await this.#write(changes);
        else await this.#writeApart(changes);
        this.#failures = 0;
      }
    } catch (error) {
      this.#retryLater(error);
    }
  }

  async #write(changes: Pending[]): Promise<void> {
    await this.#sink.write(changes);
    this.#advance(changes);
    this.#sink.onWritten(changes);
  }

  #writeApart(changes: Pending[]): Promise<void> {
    return writeApart(changes, {
      write: (some) => (some.length > 0 ? this.#write(some) : this.#sink.write([])),
      onRefused: (only, error) => {
        this.#sink.onRefused(only, error);
        this.#advance([only]);
      },
    });
  }

  /** Before anybody is told: whoever is told looks how far this store is. */
  #advance(changes: Pending[]): void {
    this.#rev = changes.reduce((rev, change) => Math.max(rev, this.#sink.revOf(change)), this.#rev);
  }

  #retryLater(error: unknown): void {
    const waitMs = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** this.#failures++);
    this.#retryAt = Date.now() + waitMs;
    this.#sink.onError(error, waitMs);
  }
}

/**
 * Halves what fails until single rows are left that the store refuses although it takes others.
 * @throws what `write` throws where it is the store that is away
 */
export async function writeApart<T>(
  changes: T[],
  sink: { write(changes: T[]): Promise<void>; onRefused(change: T, error: unknown): void },
): Promise<void> {
  await sink.write([]);
  try {
    await sink.write(changes);
  } catch (error) {
    const [only] = changes;
    if (changes.length === 1 && only) {
      if (!isRefusal(error)) throw error;
      return sink.onRefused(only, error);
    }
    const middle = Math.ceil(changes.length / 2);
    await writeApart(changes.slice(0, middle), sink);
    await writeApart(changes.slice(middle), sink);
  }
}

/** The store says that it is this row. Whatever else it says may be another time's weather, and is tried again for as long as it takes. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && /SQLITE_(CONSTRAINT|TOOBIG|MISMATCH)/.test(error.message);
}
