/** What the generator is asked for and what it answers, by the channel between it and the runner. Times in ms unless they say seconds. */
import * as v from "valibot";

const Seat = v.object({ path: v.string(), headers: v.record(v.string(), v.string()) });
/** One person's way in. */
export type Seat = v.InferOutput<typeof Seat>;

export const Order = v.variant("order", [
  v.object({
    order: v.literal("meet"),
    host: v.string(),
    port: v.number(),
    dialect: v.picklist(["confab", "plain", "socketio"]),
    /** Those of server and generator: what others have of them is looked at. All where none is named. */
    cores: v.array(v.number()),
  }),
  /** So many a second, or as fast as `atOnce` beside each other go. */
  v.object({
    order: v.literal("join"),
    seats: v.array(Seat),
    perSecond: v.optional(v.number()),
    atOnce: v.number(),
    /** How long to go on measuring when all are in. */
    settleMs: v.number(),
  }),
  /** Senders with messages outstanding, each sends the next when everybody has one. */
  v.object({
    order: v.literal("closed"),
    senders: v.number(),
    outstanding: v.number(),
    warmSeconds: v.number(),
    seconds: v.number(),
  }),
  /** Everybody in turn, so many a second in all, by the clock. */
  v.object({ order: v.literal("open"), perSecond: v.number(), warmSeconds: v.number(), seconds: v.number() }),
  /** What is being measured has been measured for long enough; the answer comes when it is over. */
  v.object({ order: v.literal("enough") }),
  /** Nobody says anything. */
  v.object({ order: v.literal("quiet"), warmSeconds: v.number(), seconds: v.number() }),
  /** Requests for the paths in turn, so many beside each other. */
  v.object({
    order: v.literal("ask"),
    paths: v.array(v.string()),
    headers: v.record(v.string(), v.string()),
    atOnce: v.number(),
    warmSeconds: v.number(),
    seconds: v.number(),
    /** What must stand in every answer. */
    expect: v.string(),
  }),
]);
export type Order = v.InferOutput<typeof Order>;

const Times = v.object({ p50: v.number(), p95: v.number(), p99: v.number(), count: v.number() });
export type Times = v.InferOutput<typeof Times>;

const Own = v.object({
  /** Of one core, in the measured time. */
  cpuShare: v.number(),
  /** How late it was itself, at most once in a hundred times. */
  delayMs: v.number(),
});

export const Measured = v.object({
  /** Together, of the slices that are kept. */
  seconds: v.number(),
  /** Messages sent, people joined or requests answered in the measured time. */
  count: v.number(),
  deliveries: v.number(),
  /** From when it was due to when it came. */
  times: Times,
  own: Own,
  /** Which of the slices are in these figures, and how many there were. */
  kept: v.array(v.number()),
  slices: v.number(),
  /** What other machines had of the time of the cores in those that are kept, 0 to 1. */
  stolen: v.number(),
  verdict: v.object({ lost: v.number(), doubled: v.number(), outOfOrder: v.number(), unknown: v.number() }),
});
export type Measured = v.InferOutput<typeof Measured>;

export const Answer = v.variant("answer", [
  /** A slice begins or ends now. */
  v.object({ answer: v.literal("mark") }),
  v.object({ answer: v.literal("done"), measured: v.optional(Measured) }),
  v.object({ answer: v.literal("failed"), why: v.string() }),
]);
export type Answer = v.InferOutput<typeof Answer>;
