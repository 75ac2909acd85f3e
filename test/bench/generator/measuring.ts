/** The measured part of a load: what it counts, and what the generator itself needs meanwhile. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { Histogram } from "../statistics.ts";
import type { Measured, Times } from "./orders.ts";

const NOTHING_WRONG = { lost: 0, doubled: 0, outOfOrder: 0, unknown: 0 };
// The histogram counts the whole interval of a sample.
const DELAY_EVERY_MS = 10;

export type Mark = (mark: "begin" | "end") => void;

export class Measuring {
  readonly times = new Histogram();
  isOn = false;
  count = 0;
  deliveries = 0;

  /** Runs until the measured time is over; what is counted is up to the caller, while `isOn`. */
  async run({ warmSeconds, seconds }: { warmSeconds: number; seconds: number }, mark: Mark): Promise<Measured> {
    await pause(warmSeconds * 1_000);
    return this.during(() => pause(seconds * 1_000), mark);
  }

  async during(work: () => Promise<unknown>, mark: Mark): Promise<Measured> {
    const delay = monitorEventLoopDelay({ resolution: DELAY_EVERY_MS });
    mark("begin");
    delay.enable();
    this.isOn = true;
    const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
    await work();
    this.isOn = false;
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    delay.disable();
    mark("end");
    return {
      seconds,
      count: this.count,
      deliveries: this.deliveries,
      times: timesOf(this.times),
      own: {
        cpuShare: (user + system) / 1e6 / seconds,
        delayMs: Math.max(0, delay.percentile(99) / 1e6 - DELAY_EVERY_MS),
      },
      verdict: NOTHING_WRONG,
    };
  }
}

export function timesOf(times: Histogram): Times {
  const [p50, p95, p99] = [times.percentile(0.5), times.percentile(0.95), times.percentile(0.99)];
  return { p50, p95, p99, count: times.total };
}
