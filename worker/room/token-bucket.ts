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

  /** Takes one; returns 0, or the ms until there is one. */
  take(now: number): number {
    this.#fill(now);
    if (this.#tokens < 1) return ((1 - this.#tokens) / this.#perSecond) * 1000;
    this.#tokens--;
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
