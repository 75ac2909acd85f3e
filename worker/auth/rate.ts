/** How often somebody may call. */
import type { AppContext } from "../app-env.ts";
import { type Limits, limitsOf } from "../env.ts";
import { rateLimited } from "../errors.ts";
import { logError } from "../log.ts";

const WINDOW_MS = 60_000;
const MAX_ENTRIES = 10_000;

const VARS = {
  tickets: "TICKETS_PER_MINUTE",
  searches: "SEARCHES_PER_MINUTE",
  history: "HISTORY_PER_MINUTE",
} as const satisfies Record<string, keyof Limits>;

/**
 * Counts a call of `userId` and refuses it above its limit a minute. The inbox of that person counts exactly, wherever the calls come in;
 * what one isolate sees too much of by itself does not get that far. May run beside the work that it is about.
 * @throws `rate_limited`
 */
export async function allowPerMinute(c: AppContext, what: keyof typeof VARS, userId: string): Promise<void> {
  const perMinute = limitsOf(c.env)[VARS[what]];
  allowInIsolate(`${what} ${userId}`, perMinute);
  const waitMs = await c.env.INBOX.getByName(userId)
    .count(what, perMinute)
    .catch((error: unknown) => {
      // Reading goes on where the counting is away: it has no other use for the inbox.
      logError("not counted", error, { what, userId });
      return 0;
    });
  if (waitMs > 0) throw rateLimited(waitMs);
}

interface Count {
  since: number;
  count: number;
}
const counts = new Map<string, Count>();

/**
 * Counts a call by `name` and refuses it above `perMinute`. It costs nothing and knows of this isolate alone: a first sieve.
 * @throws `rate_limited`
 */
export function allowInIsolate(name: string, perMinute: number, now = Date.now()): void {
  const known = counts.get(name);
  const current = known && now - known.since < WINDOW_MS ? known : { since: now, count: 0 };
  if (current.count >= perMinute) throw rateLimited(current.since + WINDOW_MS - now);
  current.count++;
  if (known !== current) {
    if (counts.size >= MAX_ENTRIES) forgetOld(now);
    counts.set(name, current);
  }
}

function forgetOld(now: number): void {
  for (const [name, { since }] of counts) if (now - since >= WINDOW_MS) counts.delete(name);
  if (counts.size >= MAX_ENTRIES) counts.clear();
}
