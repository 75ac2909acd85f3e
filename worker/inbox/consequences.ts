import * as v from "valibot";

import { logError } from "../log.ts";
import type { PurgeDecision, RecordedStanding, Standing } from "../standing.ts";
import { Due, type DueStore, retryAfterMs } from "./due.ts";

/** Whoever changes the record says so when it is changed. Where nothing is heard of it, it is looked at by then. */
const EXPECTED_WITHIN_MS = 10_000;
/** And again, since a write may take longer; after this it is taken for one that never came. */
const AWAITED_MS = 60_000;
/** What cannot be read or told holds up a purge for so long: nothing is to be written behind it, but it is to come. */
const PURGE_WAITS_MS = 60_000;
const NOBODY = { apartFrom: [], timeoutUntil: 0, isBanned: false, isModerator: false, purge: undefined };

const ConsequencesDue = v.object({
  userId: v.string(),
  /** How many changes were expected, and of how many nothing was heard yet. */
  no: v.number(),
  open: v.number(),
  /** ms; since when something is to be done, and when it is looked at next. */
  since: v.number(),
  at: v.number(),
});

/** What is to be done, each of it again and again without harm. */
export interface ConsequenceSteps {
  /** How they stand as the record has it; `undefined` for an account that is gone. */
  find(userId: string): Promise<RecordedStanding | undefined>;
  /** Tells every room; returns whether all were reached. */
  tell(userId: string, standing: Standing, isModerator: boolean, isBanned: boolean): Promise<boolean>;
  /** Ends all sessions and sockets of somebody who is banned; returns whether that is done. */
  expel(userId: string): Promise<boolean>;
  /** Begins to take out what they wrote. */
  purge(userId: string, purge: PurgeDecision): void;
}

/**
 * What follows from how somebody stands: blocks and timeouts are told to their rooms, who is banned is put out, what is to go is taken out.
 * The record says what is so; that something is to be done about it is written down here before the record is changed.
 */
export class Consequences {
  readonly #due: Due<typeof ConsequencesDue>;
  readonly #steps: ConsequenceSteps;
  /** One at a time: two would tell the rooms in any order. */
  #passing: Promise<boolean> = Promise.resolve(true);

  constructor(store: DueStore, steps: ConsequenceSteps) {
    this.#due = new Due(store, "consequences", ConsequencesDue);
    this.#steps = steps;
  }

  /** The record is about to be changed. */
  expect(userId: string, now: number): void {
    const due = this.#due.value;
    const [no, open] = [(due?.no ?? 0) + 1, (due?.open ?? 0) + 1];
    this.#due.keep({ userId, no, open, since: due?.since ?? now, at: now + EXPECTED_WITHIN_MS });
  }

  /** One of the changes that were expected was made. Returns whether everything that follows is done; where not, it is tried again. */
  follow(userId: string, now: number): Promise<boolean> {
    return this.#inTurn(async () => {
      // Looked at in any case: what is known of others that are on their way says nothing of this one.
      const isDone = await this.#draw(userId, now);
      const due = this.#due.value;
      // The alarm may have taken it for done before the record was changed.
      if (!due && !isDone) this.#due.keep({ userId, no: 1, open: 0, since: now, at: now + retryAfterMs(now, now) });
      else if (due && isDone && due.open <= 1) this.#due.done();
      else if (due && isDone) this.#due.keep({ ...due, open: due.open - 1 });
      return isDone;
    });
  }

  /** Does what is due: changes of which nothing was heard, and what could not be done. */
  async pass(now: number): Promise<void> {
    await this.#inTurn(async () => {
      const due = this.#due.value;
      if (!due || due.at > now) return true;
      const isDone = await this.#draw(due.userId, now);
      if (!isDone || this.#due.value?.no !== due.no) return isDone;
      if (due.open > 0 && now - due.since < AWAITED_MS) this.#due.keep({ ...due, at: now + EXPECTED_WITHIN_MS });
      else this.#due.done();
      return isDone;
    });
  }

  /** ms; when the next pass is due, `undefined` where there is none. */
  get dueAt(): number | undefined {
    return this.#due.value?.at;
  }

  #inTurn(work: () => Promise<boolean>): Promise<boolean> {
    this.#passing = this.#passing.then(work);
    return this.#passing;
  }

  /** Everything that follows from what the record says now. */
  async #draw(userId: string, now: number): Promise<boolean> {
    const due = this.#due.value;
    if (due) this.#due.keep({ ...due, at: now + retryAfterMs(due.since, now) });
    try {
      const found = await this.#steps.find(userId);
      const { isBanned, isModerator, purge, ...standing }: RecordedStanding = found ?? NOBODY;
      const isExpelled = !isBanned || (await this.#steps.expel(userId));
      const isTold = await this.#steps.tell(userId, standing, isModerator, isBanned);
      const isDone = isExpelled && isTold;
      // Last, so that they write nothing while it is taken out.
      if (purge && (isDone || now - (due?.since ?? now) > PURGE_WAITS_MS)) this.#steps.purge(userId, purge);
      return isDone;
    } catch (error) {
      logError("consequences not drawn yet", error, { userId });
      return false;
    }
  }
}
