/** What a server costs its machine: all of its processes, by the kernel's own account. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { descendantsOf } from "../../scripts/processes.ts";

const TICKS_PER_SECOND = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** CPU seconds so far of these processes, of all below them and of what ended among those. To 10 ms. */
export function cpuSeconds(pids: readonly number[]): number {
  return withBelow(pids).reduce((sum, pid) => sum + ticksOf(pid), 0) / TICKS_PER_SECOND;
}

/** What they hold together, in MiB; pages that several share are counted once. */
export function memoryMiB(pids: readonly number[]): number {
  return withBelow(pids).reduce((sum, pid) => sum + pssKiB(pid), 0) / 1024;
}

function withBelow(pids: readonly number[]): number[] {
  return pids.flatMap((pid) => [pid, ...descendantsOf(pid).map((below) => below.pid)]);
}

function ticksOf(pid: number): number {
  // The name in brackets may hold spaces and brackets itself: what is counted follows the last one.
  const fields = readIfThere(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
  // utime, stime, and both of the children that ended and were waited for.
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

function pssKiB(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** Nothing of one that ended meanwhile. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
