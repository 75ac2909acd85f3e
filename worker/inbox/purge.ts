import * as v from "valibot";

import { logError } from "../log.ts";
import type { PurgeDecision } from "../standing.ts";

const RETRY_MIN_MS = 5_000;
const RETRY_MAX_MS = 60 * 60 * 1000;
const KEY = "purge";

const Job = v.object({
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
type Job = v.InferOutput<typeof Job>;

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
  readonly #store: Pick<SyncKvStorage, "get" | "put" | "delete">;
  readonly #steps: PurgeSteps;
  #isRunning = false;

  constructor(store: Pick<SyncKvStorage, "get" | "put" | "delete">, steps: PurgeSteps) {
    this.#store = store;
    this.#steps = steps;
  }

  /** This was decided. What is begun already goes on; what was decided since begins with the first room. */
  begin(userId: string, { since, no }: PurgeDecision, now: number): void {
    if (this.#job?.no === no) return;
    this.#keep({ userId, since, no, begunAt: now, at: now, roomId: "", seq: 0 });
  }

  get isPending(): boolean {
    return this.#job !== undefined;
  }

  /** Does what is due. */
  async pass(now: () => number): Promise<void> {
    if (this.#isRunning || !this.#job || this.#job.at > now()) return;
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
    return this.#isRunning ? undefined : this.#job?.at;
  }

  async #run(): Promise<void> {
    const job = this.#job;
    if (!job) return;
    const rooms = (await this.#steps.rooms(job.userId)).filter((roomId) => roomId >= job.roomId).sort();
    for (const roomId of rooms) {
      for (let after: number | undefined = roomId === job.roomId ? job.seq : 0; after !== undefined; ) {
        // More was decided meanwhile: from the beginning.
        if (this.#job?.no !== job.no) return this.#run();
        this.#keep({ ...job, roomId, seq: after });
        after = await this.#steps.purge(roomId, { userId: job.userId, since: job.since, after });
      }
    }
    await this.#steps.purged(job.userId, job.no);
    if (this.#job?.no !== job.no) return this.#run();
    this.#store.delete(KEY);
  }

  #postpone(error: unknown, now: number): void {
    const job = this.#job;
    if (!job) return;
    logError("not purged yet", error, { userId: job.userId, roomId: job.roomId });
    this.#keep({ ...job, at: now + Math.min(RETRY_MAX_MS, Math.max(RETRY_MIN_MS, now - job.begunAt)) });
  }

  #keep(job: Job): void {
    this.#store.put(KEY, job);
  }

  get #job(): Job | undefined {
    const stored = this.#store.get(KEY);
    return stored === undefined ? undefined : v.parse(Job, stored);
  }
}
