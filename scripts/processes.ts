/** The processes below one process, and how to end them all. Never by name: other servers may run on this machine. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface Process {
  pid: number;
  parent: number;
  command: string;
}

const GRACE_MS = 5_000;
const ASK_EVERY_MS = 50;

export function descendantsOf(pid: number): Process[] {
  const all = listProcesses();
  const found: Process[] = [];
  const parents = [pid];
  for (const parent of parents) {
    for (const child of all.filter((process) => process.parent === parent)) {
      found.push(child);
      parents.push(child.pid);
    }
  }
  return found;
}

/**
 * Asks the process to end, for as long as `graceMs`, and sees to it that none below it is left. `seenBelow` are those
 * that were below it when last looked: once it is gone, an orphan no longer says whose child it was.
 */
export async function endTree(pid: number, seenBelow: number[] = [], graceMs = GRACE_MS): Promise<void> {
  const known = new Set([pid, ...seenBelow, ...pidsBelow(pid)]);
  if (graceMs > 0) {
    send(pid, "SIGTERM");
    await untilGone(known, graceMs);
  }
  // Held still first, so that it cannot start another child while its children are counted.
  send(pid, "SIGSTOP");
  for (const child of pidsBelow(pid)) known.add(child);
  for (const each of known) send(each, "SIGKILL");
  await untilGone(known, GRACE_MS);
}

async function untilGone(pids: Set<number>, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline && [...pids].some(isAlive)) await pause(ASK_EVERY_MS);
}

function pidsBelow(pid: number): number[] {
  return descendantsOf(pid).map((process) => process.pid);
}

/** The nearest process above this one that is more than the shell a command was given to. */
export function callerOf(pid: number): number | undefined {
  const all = listProcesses();
  let above = all.find((process) => process.pid === pid)?.parent;
  for (;;) {
    const caller = all.find((process) => process.pid === above);
    if (!caller || !/^\S*sh -c /.test(caller.command)) return caller?.pid;
    above = caller.parent;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // One that ended and was not waited for is a mere entry in the table.
  return readStat(pid)?.state !== "Z";
}

function listProcesses(): Process[] {
  return existsSync("/proc/self/stat") ? listFromProc() : listFromPs();
}

// Debian's slim images have no ps.
function listFromProc(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const pid = Number(name);
      const stat = readStat(pid);
      const command = readIfThere(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ").trim();
      return stat && command !== undefined ? [{ pid, parent: stat.parent, command }] : [];
    });
}

function listFromPs(): Process[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return table.split("\n").flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid && parent ? [{ pid: Number(pid), parent: Number(parent), command: command ?? "" }] : [];
  });
}

function readStat(pid: number): { state: string; parent: number } | undefined {
  // The name in brackets may hold spaces and brackets itself: what matters follows the last one.
  const fields = readIfThere(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, "")
    .split(" ");
  const [state, parent] = fields ?? [];
  return state && parent ? { state, parent: Number(parent) } : undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, which is what was wanted.
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
