/** One core for the server and one for who asks it: neither takes the other's time. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { descendantsOf } from "../../scripts/processes.ts";

export interface Cores {
  /** Undefined where the system does not let us choose. */
  server: number | undefined;
  generator: number | undefined;
  /** For people. */
  note: string;
}

/** Two of those that this process may use, where there are two and `taskset` is installed. */
export function chooseCores(): Cores {
  const free = { server: undefined, generator: undefined };
  const [server, generator] = allowedCores();
  if (server === undefined || generator === undefined) {
    return { ...free, note: "not pinned: there are no two cores to choose from" };
  }
  try {
    execFileSync("taskset", ["-V"], { stdio: "ignore" });
  } catch {
    return { ...free, note: "not pinned: there is no taskset" };
  }
  return { server, generator, note: `server on core ${server}, generator on core ${generator}` };
}

/** All threads of a process and of those below it; what they start later stays there by itself. */
export function pin(pid: number, core: number | undefined): void {
  if (core === undefined) return;
  for (const each of [pid, ...descendantsOf(pid).map((below) => below.pid)]) {
    try {
      execFileSync("taskset", ["-a", "-c", "-p", String(core), String(each)], { stdio: "ignore" });
    } catch {
      // It ended meanwhile.
    }
  }
}

function allowedCores(): number[] {
  try {
    const list = /^Cpus_allowed_list:\s+(\S+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
    return coresIn(list);
  } catch {
    return [];
  }
}

/** @param list as the kernel writes it: `0-2,5` */
export function coresIn(list: string): number[] {
  return [...list.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, first, last = first]) => {
    const count = Number(last) - Number(first) + 1;
    return Array.from({ length: count }, (_, n) => Number(first) + n);
  });
}
