import { rateLimited } from "../errors.ts";

const WINDOW_MS = 60_000;
const MAX_ENTRIES = 10_000;

interface Count {
  since: number;
  count: number;
}
const counts = new Map<string, Count>();

/**
 * Counts a request of `userId` and refuses it above `perMinute`. Kept in the isolate: it costs nothing and is exact within
 * one, which is enough for what only costs us reading. What must be exact is counted in an object.
 * @throws `rate_limited`
 */
export function allowPerMinute(what: string, userId: string, perMinute: number, now = Date.now()): void {
  const key = `${what} ${userId}`;
  const known = counts.get(key);
  const current = known && now - known.since < WINDOW_MS ? known : { since: now, count: 0 };
  if (current.count >= perMinute) throw rateLimited(current.since + WINDOW_MS - now);
  current.count++;
  if (known !== current) {
    if (counts.size >= MAX_ENTRIES) forgetOld(now);
    counts.set(key, current);
  }
}

function forgetOld(now: number): void {
  for (const [key, { since }] of counts) if (now - since >= WINDOW_MS) counts.delete(key);
  if (counts.size >= MAX_ENTRIES) counts.clear();
}
