import { rateLimited } from "../errors.ts";
import { TokenBucket } from "./token-bucket.ts";

const REMEMBERED = 1_000;

/** A token bucket for each person of a room, over all their sockets and HTTP. */
export class PersonLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
  }

  /** @throws `rate_limited`, with the time until the next may come */
  take(userId: string, now: number): void {
    const wait = this.#bucketOf(userId, now).take(now);
    if (wait > 0) throw rateLimited(wait);
  }

  #bucketOf(userId: string, now: number): TokenBucket {
    const known = this.#buckets.get(userId);
    if (known) return known;
    if (this.#buckets.size >= REMEMBERED) this.#forgetFull(now);
    const bucket = new TokenBucket(this.#perSecond, this.#burst);
    this.#buckets.set(userId, bucket);
    return bucket;
  }

  #forgetFull(now: number): void {
    for (const [userId, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(userId);
  }
}
