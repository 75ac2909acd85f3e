/** What people who come every day cost: how much of the free plan they use up, and dollars a month. */
import type { Item } from "./bill.ts";
import { type Counts, objectRequests, readInObjects, writtenInObjects } from "./prices.ts";

const DAYS = 30;

/** What may be used each day on the free plan: https://developers.cloudflare.com/workers/platform/pricing/, as of October 2026. */
const FREE_A_DAY: { what: string; limit: number; of(counts: Counts): number }[] = [
  { what: "requests of the Worker", limit: 100_000, of: ({ requests }) => requests },
  { what: "requests of objects", limit: 100_000, of: objectRequests },
  {
    what: "rows written in D1",
    limit: 100_000,
    of: (counts) => counts["record written"] + counts["index written"],
  },
  { what: "rows written in objects", limit: 100_000, of: writtenInObjects },
  { what: "rows read in D1", limit: 5_000_000, of: (counts) => counts["record read"] + counts["index read"] },
  { what: "rows read in objects", limit: 5_000_000, of: readInObjects },
];

export interface Days {
  people: number;
  /** Dollars a month above what a plan includes, of all of them, by what they do. */
  acts: { name: string; aDay: number; dollars: number }[];
  dollars: number;
  /** What all of them use up on a day. */
  free: { what: string; used: number; limit: number }[];
}

export function daysOf(items: readonly Item[], people: number): Days {
  const done = items.filter(({ aDay }) => aDay > 0);
  const acts = done.map(({ name, aDay, dollarsPerMillion }) => {
    return { name, aDay, dollars: (people * DAYS * aDay * dollarsPerMillion) / 1e6 };
  });
  const free = FREE_A_DAY.map(({ what, limit, of }) => {
    return { what, limit, used: people * done.reduce((sum, { aDay, counts }) => sum + aDay * of(counts), 0) };
  });
  return { people, acts, dollars: acts.reduce((sum, { dollars }) => sum + dollars, 0), free };
}

/** How many of them would fit into the free plan. */
export function mostForFree({ people, free }: Days): number {
  return Math.floor(Math.min(...free.map(({ used, limit }) => (people * limit) / used)));
}
