import * as v from "valibot";
import { logError } from "../log.ts";
import { Due, type DueStore, retryAfterMs } from "./due.ts";

/** What was on its way while the account was deleted has arrived by then, and is taken out by a second pass. */
const SECOND_PASS_AFTER_MS = 60_000;

const Account = v.object({ userId: v.string(), username: v.string() });
export type Account = v.InferOutput<typeof Account>;

const DeletionDue = v.object({
  ...Account.entries,
  /** ms; when it was decided. */
  at: v.number(),
  /** The first pass is through: whatever comes now was on its way. */
  isSecond: v.boolean(),
  /** ms; when the next pass is. */
  dueAt: v.number(),
});
type Pending = v.InferOutput<typeof DeletionDue>;

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
  readonly #due: Due<typeof DeletionDue>;
  readonly #steps: DeletionSteps;

  constructor(store: DueStore, steps: DeletionSteps) {
    this.#due = new Due(store, "deletion", DeletionDue);
    this.#steps = steps;
  }

  get isPending(): boolean {
    return this.#due.value !== undefined;
  }

  /** Decides it. From here on it happens, whatever becomes of whoever asked for it. */
  begin({ userId, username }: Account, now: number): void {
    const at = this.#due.value?.at ?? now;
    this.#due.keep({ userId, username, at, isSecond: false, dueAt: now });
  }

  /** Does what is due. `isErased`: nobody finds this person any more. */
  async pass(now: number): Promise<{ isErased: boolean }> {
    const pending = this.#due.value;
    if (!pending || now < pending.dueAt) return { isErased: true };
    this.#due.keep({ ...pending, dueAt: now + retryAfterMs(pending.at, now) });
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
    return this.#due.value?.dueAt;
  }

  #passed(pending: Pending, now: number): void {
    if (!pending.isSecond) {
      this.#due.keep({ ...pending, isSecond: true, dueAt: now + SECOND_PASS_AFTER_MS });
      return;
    }
    this.#steps.finish();
    this.#due.done();
  }
}
