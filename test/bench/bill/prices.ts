/** What the counts cost, in dollars, above what a plan includes. */
import * as v from "valibot";

const count = v.optional(v.number(), 0);
export const Counts = v.object({
  requests: count,
  "object requests": count,
  "frames in": count,
  "frames out": count,
  alarms: count,
  "record read": count,
  "record written": count,
  "index read": count,
  "index written": count,
  "room read": count,
  "room written": count,
  "inbox read": count,
  "inbox written": count,
  "gate read": count,
  "gate written": count,
});
export type Counts = v.InferOutput<typeof Counts>;

/** Rows by store and table, such as `record written: messages`. */
export const Places = v.record(v.string(), v.number());
export type Places = v.InferOutput<typeof Places>;

/** Dollars a million. Processor time and what is stored are not in it: neither goes with the number of messages alone. */
const PER_MILLION = { rowsWritten: 1, rowsRead: 0.001, objectRequest: 0.15, request: 0.3 };
/** So many frames from clients are one request of an object; those to clients are free. */
const FRAMES_PER_REQUEST = 20;

/** What one of `times` things cost. */
export function each(before: Counts, after: Counts, times: number): Counts {
  return v.parse(Counts, eachPlace(before, after, times));
}

/** The same, of what may have come to be meanwhile. */
export function eachPlace(before: Places, after: Places, times: number): Places {
  const names = Object.keys(after);
  return Object.fromEntries(names.map((name) => [name, ((after[name] ?? 0) - (before[name] ?? 0)) / times]));
}

/** In the record and in the objects; alarms that are set and values that are put are among the latter. */
export function rowsWritten(counts: Counts): number {
  return counts["record written"] + writtenInObjects(counts);
}

/** In all stores. */
export function rowsRead(counts: Counts): number {
  return counts["record read"] + counts["index read"] + readInObjects(counts);
}

export function readInObjects(counts: Counts): number {
  return counts["room read"] + counts["inbox read"] + counts["gate read"];
}

export function writtenInObjects(counts: Counts): number {
  return counts["room written"] + counts["inbox written"] + counts["gate written"];
}

/** Calls, alarms, and what comes in on sockets. */
export function objectRequests(counts: Counts): number {
  return counts["object requests"] + counts.alarms + counts["frames in"] / FRAMES_PER_REQUEST;
}

export function dollarsPerMillion(counts: Counts): number {
  return (
    (rowsWritten(counts) + counts["index written"]) * PER_MILLION.rowsWritten +
    rowsRead(counts) * PER_MILLION.rowsRead +
    objectRequests(counts) * PER_MILLION.objectRequest +
    counts.requests * PER_MILLION.request
  );
}
