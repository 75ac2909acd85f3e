import * as v from "valibot";
import { logError } from "../log.ts";

/** What was on its way while the account was deleted has arrived by then, and is taken out by a second pass. */
const SECOND_PASS_AFTER_MS = 60_000;
const RETRY_MIN_MS = 5_000;
const RETRY_MAX_MS = 60 * 60 * 1000;
const KEY = "deletion";

const Account = v.object({ userId: v.string(), username: v.string() });
export type Account = v.InferOutput<typeof Account>;

const Pending = v.object({
  ...Account.entries,
  /** ms; when it was decided. */
  at: v.number(),
  /** The first pass is through: whatever comes now was on its way. */
  isSecond: v.boolean(),
  /** ms; when the next pass is. */
  dueAt: v.number(),
});
type Pending = v.InferOutput<typeof Pending>;

interface DeletionStore {
  get(key: string): unknown;
  put(key: string, value: Pending): void;
  delete(key: string): unknown;
}

/** What is to be done, each of it again and again without harm. */
export interface DeletionSteps {
  /** Takes the person out of the record. Throws where it is away. */
  erase(account: Account): Promise<void>;
  /** Takes them out of everything else; returns whether nothing was out of reach. */
  spread(account: Account): Promise<boolean>;
  /** Nothing is left to be done: what is remembered for doing it may go. */
  finish(): void;
}

/**
 * The deletion of an account: written down before it begins, and done in passes until one of them has reached everything. Then once more,
 * for what was on its way.
 */
export class Deletion {
  readonly #store: DeletionStore;
  readonly #steps: DeletionSteps;

  constructor(store: DeletionStore, steps: DeletionSteps) {
    this.#store = store;
    this.#steps = steps;
  }

  get isPending(): boolean {
    return this.#pending !== undefined;
  }

  /** Decides it. From here on it happens, whatever becomes of whoever asked for it. */
  begin({ userId, username }: Account, now: number): void {
    const at = this.#pending?.at ?? now;
    this.#store.put(KEY, { userId, username, at, isSecond: false, dueAt: now });
  }

  /** Does what is due. `isErased`: nobody finds this person any more. */
  async pass(now: number): Promise<{ isErased: boolean }> {
    const pending = this.#pending;
    if (!pending || now < pending.dueAt) return { isErased: true };
    // What cannot be reached is tried less and less often: each time after as long as it has been tried already.
    const waitMs = Math.min(RETRY_MAX_MS, Math.max(RETRY_MIN_MS, now - pending.at));
    this.#store.put(KEY, { ...pending, dueAt: now + waitMs });
    try {
      await this.#steps.erase(pending);
    } catch (error) {
      logError("account not deleted yet", error, { userId: pending.userId });
      return { isErased: false };
    }
    if (await this.#steps.spread(pending)) this.#passed(pending, now);
    return { isErased: true };
  }

  /** ms; when the next pass is due, `undefined` where there is none. */
  get dueAt(): number | undefined {
    return this.#pending?.dueAt;
  }

  get #pending(): Pending | undefined {
    const stored = this.#store.get(KEY);
    return stored === undefined ? undefined : v.parse(Pending, stored);
  }

  #passed(pending: Pending, now: number): void {
    if (!pending.isSecond) {
      this.#store.put(KEY, { ...pending, isSecond: true, dueAt: now + SECOND_PASS_AFTER_MS });
      return;
    }
    this.#steps.finish();
    this.#store.delete(KEY);
  }
}
