/**
 * The measured part of a load. It is cut into slices: on a machine that is shared, a time tells as much of the others on it as of a
 * server, and those slices count in which they left it alone.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { watchStolenTime } from "../../support/stolen-time.ts";
import { Histogram } from "../statistics.ts";
import type { Measured, Times } from "./orders.ts";

const NOTHING_WRONG = { lost: 0, doubled: 0, outOfOrder: 0, unknown: 0 };
// The histogram counts the whole interval of a sample.
const DELAY_EVERY_MS = 10;
/** Whoever is never left alone is measured all the same. */
const MORE_SLICES = 40;

/** Told between two slices, and before the first. */
export type Mark = () => void;

/** One stretch of the measured time, and what came in it. */
export interface Slice {
  times: Histogram;
  count: number;
  deliveries: number;
  seconds: number;
  /** CPU seconds of the generator. */
  ownCpu: number;
  /** How late it was itself at most once in a hundred times, in ms. */
  ownDelayMs: number;
  /** What other machines had of the time of the cores, 0 to 1. */
  stolen: number;
}

/** Who measures; what is counted is up to the caller, while `isOn`. */
export class Measuring {
  isOn = false;
  readonly #cores: readonly number[];
  readonly #slices: Slice[] = [];
  #slice = emptySlice();
  #isEnough = false;

  /** @param cores those of server and generator, all where none is named */
  constructor(cores: readonly number[]) {
    this.#cores = cores;
  }

  add(ms: number): void {
    this.#slice.times.add(ms);
  }

  addAll(times: Histogram): void {
    this.#slice.times.addAll(times);
  }

  /** So many messages sent, people joined or requests answered. */
  counted(count = 1): void {
    this.#slice.count += count;
  }

  delivered(count: number): void {
    this.#slice.deliveries += count;
  }

  /** Until as many seconds are measured in which others had nothing, or it was tried for long enough. */
  async run({ warmSeconds, seconds }: { warmSeconds: number; seconds: number }, mark: Mark): Promise<Measured> {
    await pause(warmSeconds * 1_000);
    mark();
    do await this.#measure(() => pause(1_000), mark);
    while (!this.#isEnough && this.#undisturbed < seconds && this.#slices.length < seconds + MORE_SLICES);
    return measuredIn(this.#slices, seconds);
  }

  /** The whole of some work, in one piece. */
  async during(work: () => Promise<unknown>, mark: Mark): Promise<Measured> {
    mark();
    await this.#measure(work, mark);
    return measuredIn(this.#slices, 1);
  }

  /** The slice that is being measured is the last one. */
  enough(): void {
    this.#isEnough = true;
  }

  get #undisturbed(): number {
    return this.#slices.filter(({ stolen }) => stolen === 0).length;
  }

  async #measure(work: () => Promise<unknown>, mark: Mark): Promise<void> {
    const slice = emptySlice();
    this.#slice = slice;
    const delay = monitorEventLoopDelay({ resolution: DELAY_EVERY_MS });
    const stolen = watchStolenTime(this.#cores);
    delay.enable();
    const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
    this.isOn = true;
    await work();
    this.isOn = false;
    const { user, system } = process.cpuUsage(cpu);
    slice.seconds = (performance.now() - startedAt) / 1_000;
    delay.disable();
    slice.ownCpu = (user + system) / 1e6;
    slice.ownDelayMs = Math.max(0, delay.percentile(99) / 1e6 - DELAY_EVERY_MS);
    slice.stolen = stolen();
    this.#slices.push(slice);
    mark();
  }
}

/**
 * What so many of the slices measured together: those in which others had least, the earlier ones of such as are equal.
 * @throws for no slices at all
 */
export function measuredIn(slices: readonly Slice[], wanted: number): Measured {
  if (slices.length === 0) throw new Error("Nothing was measured.");
  const kept = Array.from(slices.keys())
    .sort((one, other) => stolenIn(slices, one) - stolenIn(slices, other) || one - other)
    .slice(0, wanted);
  const sum = emptySlice();
  for (const n of kept) {
    const slice = slices[n];
    if (!slice) continue;
    sum.times.addAll(slice.times);
    sum.count += slice.count;
    sum.deliveries += slice.deliveries;
    sum.seconds += slice.seconds;
    sum.ownCpu += slice.ownCpu;
    sum.ownDelayMs = Math.max(sum.ownDelayMs, slice.ownDelayMs);
    sum.stolen += slice.stolen * slice.seconds;
  }
  return {
    seconds: sum.seconds,
    count: sum.count,
    deliveries: sum.deliveries,
    times: timesOf(sum.times),
    own: { cpuShare: sum.ownCpu / sum.seconds, delayMs: sum.ownDelayMs },
    kept,
    slices: slices.length,
    stolen: sum.stolen / sum.seconds,
    verdict: NOTHING_WRONG,
  };
}

function stolenIn(slices: readonly Slice[], n: number): number {
  return slices[n]?.stolen ?? 0;
}

function emptySlice(): Slice {
  return { times: new Histogram(), count: 0, deliveries: 0, seconds: 0, ownCpu: 0, ownDelayMs: 0, stolen: 0 };
}

function timesOf(times: Histogram): Times {
  const [p50, p95, p99] = [times.percentile(0.5), times.percentile(0.95), times.percentile(0.99)];
  return { p50, p95, p99, count: times.total };
}
