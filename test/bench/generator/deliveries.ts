/**
 * Whether everybody got everything, once, in one order. Whoever gets the k-th message first says which one that is for all others,
 * so that the usual case costs one comparison for each delivery; who differs is followed by what they really got.
 */
export interface Verdict {
  /** Deliveries that did not come, one for each message and receiver. */
  lost: number;
  doubled: number;
  /** Messages that came to somebody before one that all others got earlier. */
  outOfOrder: number;
  /** What nobody had sent. */
  unknown: number;
}

export class Deliveries {
  readonly #receivers: number;
  readonly #order: number[] = [];
  /** By message, where it stands in the order. */
  readonly #places: number[] = [];
  readonly #positions: Int32Array;
  readonly #different = new Map<number, Receiver>();
  /** By message, how many have not got it. */
  readonly #missing: number[] = [];
  #waiting = 0;
  #unknown = 0;

  constructor(receivers: number) {
    this.#receivers = receivers;
    this.#positions = new Int32Array(receivers);
  }

  /** Messages that have not come to everybody. */
  get waiting(): number {
    return this.#waiting;
  }

  /** @param message a number of its own, from 0 up and without large gaps */
  sent(message: number): void {
    this.#missing[message] = this.#receivers;
    this.#waiting++;
  }

  /** @returns whether everybody has got it by this */
  received(receiver: number, message: number): boolean {
    const missing = this.#missing[message];
    if (missing === undefined) {
      this.#unknown++;
      return false;
    }
    const different = this.#different.get(receiver);
    if (different ? !different.take(message) : !this.#isNext(receiver, message)) return false;
    this.#missing[message] = missing - 1;
    if (missing > 1) return false;
    this.#waiting--;
    return true;
  }

  verdict(): Verdict {
    const lost = this.#missing.reduce((sum, missing) => sum + missing, 0);
    const verdict: Verdict = { lost, doubled: 0, outOfOrder: 0, unknown: this.#unknown };
    for (const receiver of this.#different.values()) {
      verdict.doubled += receiver.doubled;
      verdict.outOfOrder += receiver.inversions((message) => this.#places[message] ?? this.#order.length);
    }
    return verdict;
  }

  /** Whether this delivery is a new one for the receiver, in order or not. */
  #isNext(receiver: number, message: number): boolean {
    const position = this.#positions[receiver] ?? 0;
    const expected = this.#order[position];
    if (expected === undefined && this.#places[message] === undefined) {
      this.#places[message] = this.#order.length;
      this.#order.push(message);
    } else if (expected !== message) {
      const different = new Receiver(this.#order.slice(0, position));
      this.#different.set(receiver, different);
      return different.take(message);
    }
    this.#positions[receiver] = position + 1;
    return true;
  }
}

/** Somebody who did not get what all others got. */
class Receiver {
  readonly #got: number[];
  readonly #known: Set<number>;
  doubled = 0;

  constructor(got: number[]) {
    this.#got = got;
    this.#known = new Set(got);
  }

  take(message: number): boolean {
    if (this.#known.has(message)) {
      this.doubled++;
      return false;
    }
    this.#known.add(message);
    this.#got.push(message);
    return true;
  }

  inversions(placeOf: (message: number) => number): number {
    let [highest, count] = [-1, 0];
    for (const message of this.#got) {
      const place = placeOf(message);
      if (place < highest) count++;
      highest = Math.max(highest, place);
    }
    return count;
  }
}
