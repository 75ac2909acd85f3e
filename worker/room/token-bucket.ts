/** `burst` at once, `perSecond` in the long run. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #at = 0;

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Takes one, or as many as are asked for; returns 0, or the ms until they are there. */
  take(now: number, count = 1): number {
    this.#fill(now);
    if (this.#tokens < count) return ((count - this.#tokens) / this.#perSecond) * 1000;
    this.#tokens -= count;
    return 0;
  }

  /** A full bucket says as much as none. */
  isFull(now: number): boolean {
    this.#fill(now);
    return this.#tokens >= this.#burst;
  }

  #fill(now: number): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
  }
}
