/** What is measured from outside while people talk. */
import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Chatter } from "./chatter.ts";
import type { Stage } from "./stage.ts";

export interface Measures {
  /** The most that the workerd that runs our code ever held, in MiB. */
  peakMemoryMiB: number;
  /** The longest that an acknowledged message was not yet in the record. */
  recordLagMs: number;
  /** How late this process itself was, at most once in a hundred times: what it measures is wrong by as much. */
  ownDelayMs: number;
}

const LOOK_EVERY_MS = 250;

/** @returns what ends it and gives what was measured */
export function watch(stage: Stage, chatters: readonly Chatter[]): () => Measures {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const lag = recordLag(stage, chatters);
  let peakKiB = 0;
  const timer = setInterval(() => {
    const pid = stage.runtime();
    if (pid !== undefined) peakKiB = Math.max(peakKiB, memoryKiB(pid, "VmHWM"));
    lag.look();
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    delay.disable();
    return {
      peakMemoryMiB: Math.round(peakKiB / 1024),
      recordLagMs: Math.round(lag.longest()),
      // The histogram counts the whole interval of a sample.
      ownDelayMs: Math.round(Math.max(0, delay.percentile(99) / 1e6 - 10)),
    };
  };
}

/** The lag is that of the oldest acknowledged message that the record does not have. */
function recordLag(stage: Stage, chatters: readonly Chatter[]) {
  const rooms = new Map<string, number[]>();
  const taken = new Map<Chatter, number>();
  let longest = 0;

  /** Fills in when each `seq` of each room was acknowledged. */
  function takeNew(): void {
    for (const chatter of chatters) {
      const { acknowledgements } = chatter.journal;
      for (const { room, seq, at } of acknowledgements.slice(taken.get(chatter) ?? 0)) {
        const times = rooms.get(room) ?? [];
        times[seq] = at;
        rooms.set(room, times);
      }
      taken.set(chatter, acknowledgements.length);
    }
  }

  return {
    look() {
      takeNew();
      const last = stage.d1.lastSeqs(rooms.keys());
      const now = performance.now();
      for (const [room, seq] of last ?? []) {
        const times = rooms.get(room) ?? [];
        const oldest = times.slice(seq + 1).find((at) => at !== undefined);
        if (oldest !== undefined) longest = Math.max(longest, now - oldest);
      }
    },
    longest: () => longest,
  };
}

/** `VmRSS` is what a process holds now, `VmHWM` the most it ever held; 0 where it is gone or the system has no /proc. */
export function memoryKiB(pid: number, field: "VmRSS" | "VmHWM"): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
