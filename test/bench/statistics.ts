/** What becomes of numbers before they stand in a table. */

/** The middle one, or the mean of the two in the middle. @throws for no numbers at all */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error("There is no median of nothing.");
  return (low + high) / 2;
}

/** How far apart the lowest and the highest are, as a share of the median; 0 for a single one. */
export function spread(numbers: readonly number[]): number {
  const middle = median(numbers);
  return middle === 0 ? 0 : (Math.max(...numbers) - Math.min(...numbers)) / Math.abs(middle);
}

// Steps of one part in 50: finer than rounds differ, and few enough to count millions without keeping them.
const STEPS_PER_E_FOLD = 50;
// In ms; what is below counts as this.
const FLOOR_MS = 0.01;

/** Times by the million, to one part in 50: adding one costs a logarithm and no memory. */
export class Histogram {
  readonly #counts: number[] = [];
  #total = 0;

  add(ms: number, count = 1): void {
    const step = Math.max(0, Math.round(Math.log(Math.max(ms, FLOOR_MS) / FLOOR_MS) * STEPS_PER_E_FOLD));
    this.#counts[step] = (this.#counts[step] ?? 0) + count;
    this.#total += count;
  }

  addAll(other: Histogram): void {
    for (const [step, count] of other.#counts.entries()) this.#counts[step] = (this.#counts[step] ?? 0) + (count ?? 0);
    this.#total += other.#total;
  }

  get total(): number {
    return this.#total;
  }

  /** @param share 0.99 for the time that 99 of 100 stay under; 0 where nothing was added */
  percentile(share: number): number {
    if (this.#total === 0) return 0;
    const rank = Math.ceil(this.#total * share);
    let seen = 0;
    for (const [step, count] of this.#counts.entries()) {
      seen += count ?? 0;
      if (seen >= rank) return FLOOR_MS * Math.exp(step / STEPS_PER_E_FOLD);
    }
    return FLOOR_MS * Math.exp((this.#counts.length - 1) / STEPS_PER_E_FOLD);
  }
}
