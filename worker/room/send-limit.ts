import { rateLimited } from "../errors.ts";

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket for each person of a room: `burst` at once, `perSecond` in the long run. */
export class SendLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
  }

  /** @throws `rate_limited`, with the time until the next may be sent */
  take(userId: string, now: number): void {
    const tokens = this.#tokens(userId, now);
    if (tokens < 1) throw rateLimited(((1 - tokens) / this.#perSecond) * 1000);
    this.#buckets.set(userId, { tokens: tokens - 1, at: now });
    if (this.#buckets.size > 1000) this.#forgetFull(now);
  }

  #tokens(userId: string, now: number): number {
    const bucket = this.#buckets.get(userId);
    if (!bucket) return this.#burst;
    return Math.min(this.#burst, bucket.tokens + ((now - bucket.at) / 1000) * this.#perSecond);
  }

  // A full bucket says as much as none.
  #forgetFull(now: number): void {
    for (const userId of this.#buckets.keys()) {
      if (this.#tokens(userId, now) >= this.#burst) this.#buckets.delete(userId);
    }
  }
}
