import * as v from "valibot";

/** A count is written down in so many steps. */
const STEPS = 16;
const MINUTE_MS = 60_000;
const PREFIX = "usage:";

interface UsageStore {
  get(key: string): unknown;
  put(key: string, value: Use): void;
  delete(key: string): unknown;
  list(options: { prefix: string }): Iterable<[string, unknown]>;
}

/** `until` when its window is over, in ms. */
const Use = v.object({ until: v.number(), count: v.number() });
type Use = v.InferOutput<typeof Use>;

/**
 * How often a person called for something within the minute, or whatever the window is, that began with the first call.
 *
 * Counted in memory, and written down ahead in steps of a sixteenth of the limit: after a sleep the step that was begun counts as used up.
 * Of what is counted for a minute the first step is not written, so whoever calls now and then, as people do, costs no row. It takes ten
 * seconds of silence to fall asleep: sleeping again and again gains six of these steps in a minute. In an hour it would be hundreds.
 */
export class Usage {
  readonly #store: UsageStore;
  readonly #onWritten: (until: number) => void;
  readonly #uses = new Map<string, Use & { written: number }>();

  /** @param onWritten something was written that `sweep` has to take away, from `until` (ms) on */
  constructor(store: UsageStore, onWritten: (until: number) => void) {
    this.#store = store;
    this.#onWritten = onWritten;
  }

  /** Counts a call, or returns the ms until the next may come. */
  take(what: string, limit: number, windowMs: number, now: number): number {
    const use = this.#current(what, windowMs, now);
    if (use.count >= limit) return use.until - now;
    use.count++;
    const step = Math.ceil(limit / STEPS);
    const free = windowMs <= MINUTE_MS ? step : 0;
    if (use.count > Math.max(free, use.written)) {
      use.written = use.count - 1 + step;
      this.#store.put(PREFIX + what, { until: use.until, count: use.written });
      this.#onWritten(use.until);
    }
    return 0;
  }

  /** Forgets what is over; returns when (ms) the first of what is left is, or `undefined`. */
  sweep(now: number): number | undefined {
    let next: number | undefined;
    for (const [key, value] of this.#store.list({ prefix: PREFIX })) {
      const { until } = v.parse(Use, value);
      if (now >= until) this.#store.delete(key);
      else next = Math.min(until, next ?? until);
    }
    return next;
  }

  #current(what: string, windowMs: number, now: number): Use & { written: number } {
    const known = this.#uses.get(what) ?? this.#written(what);
    const use = known && now < known.until ? known : { until: now + windowMs, count: 0, written: 0 };
    this.#uses.set(what, use);
    return use;
  }

  #written(what: string): (Use & { written: number }) | undefined {
    const stored = this.#store.get(PREFIX + what);
    if (stored === undefined) return undefined;
    const { until, count } = v.parse(Use, stored);
    return { until, count, written: count };
  }
}
