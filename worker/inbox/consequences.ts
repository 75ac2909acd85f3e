import * as v from "valibot";
import type { RecordedStanding } from "../db/standing.ts";
import { logError } from "../log.ts";
import type { Standing } from "../room/standings.ts";

/** Whoever changes the record says so when it is changed. Where nothing is heard of it, it is looked at by then. */
const EXPECTED_WITHIN_MS = 10_000;
const RETRY_MIN_MS = 5_000;
const RETRY_MAX_MS = 60 * 60 * 1000;
const KEY = "consequences";
const NOBODY = { apartFrom: [], timeoutUntil: 0, isBanned: false, isModerator: false, purgeSince: undefined };

const Due = v.object({
  userId: v.string(),
  /** How many changes were expected: what is done for one is not done for the next. */
  no: v.number(),
  /** ms; since when something is to be done, and when it is looked at next. */
  since: v.number(),
  at: v.number(),
});
type Due = v.InferOutput<typeof Due>;

/** What is to be done, each of it again and again without harm. */
export interface ConsequenceSteps {
  /** How they stand as the record has it; `undefined` for an account that is gone. */
  find(userId: string): Promise<RecordedStanding | undefined>;
  /** Tells every room; returns whether all were reached. */
  tell(userId: string, standing: Standing, isModerator: boolean): Promise<boolean>;
  /** Ends all sessions and sockets of somebody who is banned; returns whether that is done. */
  expel(userId: string): Promise<boolean>;
  /** Begins to take out what they wrote from `since` (ms) on. */
  purge(userId: string, since: number): void;
}

/**
 * What follows from how somebody stands: blocks and timeouts are told to their rooms, who is banned is put out, what is to go is taken out.
 * The record says what is so; that something is to be done about it is written down here before the record is changed.
 */
export class Consequences {
  readonly #store: Pick<SyncKvStorage, "get" | "put" | "delete">;
  readonly #steps: ConsequenceSteps;
  /** One at a time: two would tell the rooms in any order. */
  #passing: Promise<boolean> = Promise.resolve(true);

  constructor(store: Pick<SyncKvStorage, "get" | "put" | "delete">, steps: ConsequenceSteps) {
    this.#store = store;
    this.#steps = steps;
  }

  /** The record is about to be changed. */
  expect(userId: string, now: number): void {
    const due = this.#due;
    this.#keep({ userId, no: (due?.no ?? 0) + 1, since: due?.since ?? now, at: now + EXPECTED_WITHIN_MS });
  }

  /** The record was changed. Returns whether everything that follows is done; where not, it is tried again. */
  follow(now: number): Promise<boolean> {
    this.#passing = this.#passing.then(() => this.#follow(now));
    return this.#passing;
  }

  /** Does what is due. */
  async pass(now: number): Promise<void> {
    if (this.#due && this.#due.at <= now) await this.follow(now);
  }

  /** ms; when the next pass is due, `undefined` where there is none. */
  get dueAt(): number | undefined {
    return this.#due?.at;
  }

  async #follow(now: number): Promise<boolean> {
    const due = this.#due;
    if (!due) return true;
    const { userId, no, since } = due;
    this.#keep({ ...due, at: now + Math.min(RETRY_MAX_MS, Math.max(RETRY_MIN_MS, now - since)) });
    try {
      // Who is gone is at odds with nobody any more.
      const found = await this.#steps.find(userId);
      const { isBanned, isModerator, purgeSince, ...standing }: RecordedStanding = found ?? NOBODY;
      const isExpelled = !isBanned || (await this.#steps.expel(userId));
      const isTold = await this.#steps.tell(userId, standing, isModerator);
      // Last, so that they write nothing while it is taken out.
      if (purgeSince !== undefined) this.#steps.purge(userId, purgeSince);
      if (!isExpelled || !isTold) return false;
    } catch (error) {
      logError("consequences not drawn yet", error, { userId });
      return false;
    }
    if (this.#due?.no === no) this.#store.delete(KEY);
    return true;
  }

  #keep(due: Due): void {
    this.#store.put(KEY, due);
  }

  get #due(): Due | undefined {
    const stored = this.#store.get(KEY);
    return stored === undefined ? undefined : v.parse(Due, stored);
  }
}
