/** How often somebody may call. */
import type { AppContext } from "../app-env.ts";
import { type Limits, limitsOf } from "../env.ts";
import { rateLimited } from "../errors.ts";
import { logError } from "../log.ts";

const MINUTE_MS = 60_000;
const MAX_ENTRIES = 10_000;

const LIMITED = {
  tickets: { var: "TICKETS_PER_MINUTE", windowMs: MINUTE_MS },
  searches: { var: "SEARCHES_PER_MINUTE", windowMs: MINUTE_MS },
  history: { var: "HISTORY_PER_MINUTE", windowMs: MINUTE_MS },
  groups: { var: "GROUPS_PER_HOUR", windowMs: 60 * MINUTE_MS },
  blocks: { var: "BLOCKS_PER_HOUR", windowMs: 60 * MINUTE_MS },
  profiles: { var: "PROFILES_PER_HOUR", windowMs: 60 * MINUTE_MS },
  reports: { var: "REPORTS_PER_HOUR", windowMs: 60 * MINUTE_MS },
  exports: { var: "EXPORTS_PER_HOUR", windowMs: 60 * MINUTE_MS },
} as const satisfies Record<string, { var: keyof Limits; windowMs: number }>;

export type Limited = keyof typeof LIMITED;

/** More upgrades a minute than any client needs that comes back as it should. */
const upgradesPerMinute = ({ SOCKETS_PER_USER }: Limits) => Math.max(200, 10 * SOCKETS_PER_USER);

/**
 * Turns away what this isolate alone sees too much of, before anything is looked up. By session, not by person: who holds a token of a
 * session that has ended must not use up what its owner may do.
 * @throws `rate_limited`
 */
export function sieve(c: AppContext, what: Limited | "upgrades", sessionId: string): void {
  const limits = limitsOf(c.env);
  const limit = what === "upgrades" ? upgradesPerMinute(limits) : limits[LIMITED[what].var];
  allowInIsolate(`${what} ${sessionId}`, limit);
}

/**
 * Counts a call of `userId` and refuses it above its limit. The inbox of that person counts, wherever the calls come in. May run beside
 * the work that it is about.
 * @throws `rate_limited`
 */
export async function allow(c: AppContext, what: Limited, userId: string): Promise<void> {
  const { var: name, windowMs } = LIMITED[what];
  const limit = limitsOf(c.env)[name];
  const waitMs = await c.env.INBOX.getByName(userId)
    .count(what, limit, windowMs)
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
  const current = known && now - known.since < MINUTE_MS ? known : { since: now, count: 0 };
  if (current.count >= perMinute) throw rateLimited(current.since + MINUTE_MS - now);
  current.count++;
  if (known !== current) {
    if (counts.size >= MAX_ENTRIES) forgetOld(now);
    counts.set(name, current);
  }
}

function forgetOld(now: number): void {
  for (const [name, { since }] of counts) if (now - since >= MINUTE_MS) counts.delete(name);
  if (counts.size >= MAX_ENTRIES) counts.clear();
}
