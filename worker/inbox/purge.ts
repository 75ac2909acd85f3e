import * as v from "valibot";

import { logError } from "../log.ts";
import type { PurgeDecision } from "../standing.ts";
import { Due, type DueStore, retryAfterMs } from "./due.ts";

const PurgeDue = v.object({
  userId: v.string(),
  /** ms; what was written from then on goes. */
  since: v.number(),
  /** Which decision this is: the next one goes through all rooms again. */
  no: v.number(),
  /** ms; when it was begun, and when it goes on. */
  begunAt: v.number(),
  at: v.number(),
  /** All rooms before this one are done, and in this one all messages up to `seq`. */
  roomId: v.string(),
  seq: v.number(),
});

export interface PurgeSteps {
  /** The rooms they may have written in. */
  rooms(userId: string): Promise<string[]>;
  /** Takes out a part of what they wrote in a room; returns the seq to go on after, or `undefined` where that was all. */
  purge(roomId: string, part: { userId: string; since: number; after: number }): Promise<number | undefined>;
  /** Of what was decided with this number nothing is left to do. */
  purged(userId: string, no: number): Promise<void>;
}

/** Taking out what somebody wrote, room by room and part by part. It goes on where it was interrupted. */
export class Purge {
  readonly #due: Due<typeof PurgeDue>;
  readonly #steps: PurgeSteps;
  #isRunning = false;

  constructor(store: DueStore, steps: PurgeSteps) {
    this.#due = new Due(store, "purge", PurgeDue);
    this.#steps = steps;
  }

  /** This was decided. What is begun already goes on; what was decided since begins with the first room. */
  begin(userId: string, { since, no }: PurgeDecision, now: number): void {
    if (this.#due.value?.no === no) return;
    this.#due.keep({ userId, since, no, begunAt: now, at: now, roomId: "", seq: 0 });
  }

  get isPending(): boolean {
    return this.#due.value !== undefined;
  }

  /** Does what is due. */
  async pass(now: () => number): Promise<void> {
    if (this.#isRunning || !this.#due.value || this.#due.value.at > now()) return;
    this.#isRunning = true;
    try {
      await this.#run();
    } catch (error) {
      this.#postpone(error, now());
    } finally {
      this.#isRunning = false;
    }
  }

  /** ms; when the next pass is due, `undefined` where there is none. */
  get dueAt(): number | undefined {
    return this.#isRunning ? undefined : this.#due.value?.at;
  }

  async #run(): Promise<void> {
    const job = this.#due.value;
    if (!job) return;
    const rooms = (await this.#steps.rooms(job.userId)).filter((roomId) => roomId >= job.roomId).sort();
    for (const roomId of rooms) {
      for (let after: number | undefined = roomId === job.roomId ? job.seq : 0; after !== undefined; ) {
        // More was decided meanwhile: from the beginning.
        if (this.#due.value?.no !== job.no) return this.#run();
        this.#due.keep({ ...job, roomId, seq: after });
        after = await this.#steps.purge(roomId, { userId: job.userId, since: job.since, after });
      }
    }
    await this.#steps.purged(job.userId, job.no);
    if (this.#due.value?.no !== job.no) return this.#run();
    this.#due.done();
  }

  #postpone(error: unknown, now: number): void {
    const job = this.#due.value;
    if (!job) return;
    logError("not purged yet", error, { userId: job.userId, roomId: job.roomId });
    this.#due.keep({ ...job, at: now + retryAfterMs(job.begunAt, now) });
  }
}
