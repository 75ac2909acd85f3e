/** Attempts at one thing: so many a minute, and each time they are used up the wait is twice as long. */
import * as v from "valibot";

const MINUTE_MS = 60_000;
// Long enough that guessing on for a day comes to a thousand tries, short enough that a person comes back.
const WAIT_MAX_MS = 15 * MINUTE_MS;
/** After this long without an attempt it starts afresh. */
export const FORGOTTEN_AFTER_MS = 60 * MINUTE_MS;

export const Tally = v.object({
  /** When attempts of the last minute were made, in ms. */
  times: v.array(v.number()),
  /** How often they were used up. */
  blocks: v.number(),
  /** ms; none is let pass before. */
  until: v.number(),
});
export type Tally = v.InferOutput<typeof Tally>;

/** Lets an attempt pass and counts it, or says how many ms to wait. Those that are refused do not count and make no wait longer. */
export function attempt(tally: Tally | undefined, perMinute: number, now: number): { tally: Tally; waitMs: number } {
  const known = tally && now - lastUse(tally) < FORGOTTEN_AFTER_MS ? tally : { times: [], blocks: 0, until: 0 };
  if (now < known.until) return { tally: known, waitMs: known.until - now };
  const times = known.times.filter((at) => now - at < MINUTE_MS);
  if (times.length < perMinute) return { tally: { ...known, times: [...times, now] }, waitMs: 0 };
  const waitMs = Math.min(WAIT_MAX_MS, MINUTE_MS * 2 ** known.blocks);
  return { tally: { times: [], blocks: known.blocks + 1, until: now + waitMs }, waitMs };
}

/** Takes the latest attempt back. What it took to come this far stays: who knows one password may still be guessing another. */
export function takeBack(tally: Tally): Tally {
  return { ...tally, times: tally.times.slice(0, -1) };
}

/** ms; when it was last of any use. */
export function lastUse({ times, until }: Tally): number {
  return Math.max(until, times.at(-1) ?? 0);
}
