/** On a machine that is shared, a time tells as much of the others on it as of a server: what they disturbed is measured again. */
import type { Outcome } from "./load.ts";

/** Of the time of the two cores, 0 to 1. It may have been twice as much of the server's. */
const DISTURBED = 0.01;
const ATTEMPTS = 4;
/** A server that falls behind needs long for one of them, and is no better for another. */
const WITHIN_MS = 60_000;

/**
 * Measures until other machines have left it alone, so often at most, and keeps the attempt that they disturbed least, for whichever
 * server it is. What was wrong with a delivery counts, in whichever attempt it was.
 * @param measure gives what belongs together, in the same order each time
 */
export async function undisturbed<T extends readonly Outcome[]>(measure: () => Promise<T>): Promise<T> {
  const attempts: T[] = [];
  const startedAt = performance.now();
  const mayGoOn = () => attempts.length < ATTEMPTS && performance.now() - startedAt < WITHIN_MS;
  do attempts.push(await measure());
  while (mayGoOn() && !attempts.some((attempt) => stolenIn(attempt) <= DISTURBED));
  const [best] = [...attempts].sort((one, other) => stolenIn(one) - stolenIn(other));
  if (!best) throw new Error("Nothing was measured.");
  for (const [n, outcome] of best.entries()) {
    outcome.attempts = attempts.length;
    outcome.wrong = attempts.reduce((sum, attempt) => sum + (attempt[n]?.wrong ?? 0), 0);
  }
  return best;
}

/** Of what is measured once. */
export async function undisturbedOne(measure: () => Promise<Outcome>): Promise<Outcome> {
  const [only] = await undisturbed<[Outcome]>(async () => [await measure()]);
  return only;
}

function stolenIn(attempt: readonly Outcome[]): number {
  return Math.max(...attempt.map(({ stolen }) => stolen));
}
