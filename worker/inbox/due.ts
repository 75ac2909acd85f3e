import * as v from "valibot";

const RETRY_MIN_MS = 5_000;
const RETRY_MAX_MS = 60 * 60 * 1000;

/** Where it is written down: the part of an object's `SyncKvStorage` that is needed. */
export interface DueStore {
  get(key: string): unknown;
  put(key: string, value: unknown): void;
  delete(key: string): unknown;
}

/** Something that is to be done, written down before it begins, so that it is done whatever becomes of the object meanwhile. */
export class Due<S extends v.GenericSchema> {
  readonly #store: DueStore;
  readonly #key: string;
  readonly #schema: S;

  constructor(store: DueStore, key: string, schema: S) {
    this.#store = store;
    this.#key = key;
    this.#schema = schema;
  }

  /** `undefined` where there is nothing to be done. */
  get value(): v.InferOutput<S> | undefined {
    const stored = this.#store.get(this.#key);
    return stored === undefined ? undefined : v.parse(this.#schema, stored);
  }

  keep(value: v.InferOutput<S>): void {
    this.#store.put(this.#key, value);
  }

  done(): void {
    this.#store.delete(this.#key);
  }
}

/**
 * How long (ms) until the next try of something that is to be done since `since`, whenever that is asked: after five seconds, after as long
 * again, and so on, in the end every hour.
 */
export function untilRetryMs(since: number, now: number): number {
  const passed = Math.max(0, now - since);
  if (passed >= RETRY_MAX_MS) return RETRY_MAX_MS - (passed % RETRY_MAX_MS);
  let due = RETRY_MIN_MS;
  while (due <= passed) due *= 2;
  return Math.min(due, RETRY_MAX_MS) - passed;
}

/**
 * How long (ms) to wait before something is tried again that is to be done since `since`: as long as it has been tried already, so that what
 * can never be reached costs little.
 */
export function retryAfterMs(since: number, now: number): number {
  return Math.min(RETRY_MAX_MS, Math.max(RETRY_MIN_MS, now - since));
}
