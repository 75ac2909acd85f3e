/** One run of the server: wrangler on the built Worker, from its start to its end. */
import type { ChildProcess } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { DEV_VARS } from "./auth-secret.ts";
import { BUILT_CONFIG } from "./build.ts";
import { descendantsOf, endTree, isAlive, type Process } from "./processes.ts";
import type { Settings } from "./settings.ts";
import { startWrangler } from "./wrangler.ts";

/** Why a run is over: wrangler ended; its listener was lost; it is there and does not answer; it was told to stop. */
export type Ending = "exited" | "lost" | "silent" | "stopped";

export interface Server {
  /** Resolves when /api/health answers; with the ending where it never did. */
  ready: Promise<"ready" | Ending>;
  ended: Promise<Ending>;
  stop(graceMs?: number): Promise<void>;
}

/** The processes below wrangler when last looked: killed outright, it leaves its workerd behind. */
interface Family {
  wrangler: number;
  seen: number[];
  /**
   * Of wrangler's two workerd children the one with the inspector runs our code, and wrangler starts it again by
   * itself. The other one listens on the port; when that is lost, its successor listens and never answers.
   */
  listener?: number;
}

// A cold start takes two seconds; a busy machine with one core has been seen to need fifteen.
const READY_WITHIN_MS = 60_000;
const ASK_UNTIL_READY_MS = 150;
// One that is asked too early may never be answered; the next one is.
const FIRST_ANSWER_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 500;
// The processes are looked at all the time; asking over HTTP is for the rare case that they live and do not answer.
const ASK_EVERY_MS = 5_000;
const ANSWER_WITHIN_MS = 10_000;
const MISSED_ANSWERS = 3;

export function startServer(settings: Settings): Server {
  const args = ["dev", "-c", BUILT_CONFIG, "--env-file", DEV_VARS, "--persist-to", settings.stateDir];
  args.push("--port", String(settings.port), "--inspector-port", "0", "--show-interactive-dev-session=false");
  if (!settings.wranglerArgs.some((arg) => arg.startsWith("--log-level"))) args.push("--log-level", "warn");
  const child = startWrangler([...args, ...settings.wranglerArgs]);
  const family: Family = { wrangler: child.pid ?? 0, seen: [] };
  let isStopping = false;
  passOn(child, () => isStopping);
  const exited = new Promise<Ending>((resolve) => {
    child.once("error", () => resolve("exited"));
    child.once("exit", () => resolve("exited"));
  });
  const mayGoOn = () => !isStopping && child.exitCode === null && child.signalCode === null;
  const ready = Promise.race([exited, waitForHealth(family, settings.origin, mayGoOn)]);
  const watched = ready.then((outcome) => (outcome === "ready" ? watch(family, settings.origin, mayGoOn) : outcome));
  return {
    ready,
    ended: Promise.race([exited, watched]).then((ending) => (isStopping ? "stopped" : ending)),
    async stop(graceMs) {
      isStopping = true;
      if (child.pid) await endTree(child.pid, family.seen, graceMs);
    },
  };
}

async function waitForHealth(family: Family, origin: string, mayGoOn: () => boolean): Promise<"ready" | Ending> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (mayGoOn() && Date.now() < deadline) {
    lookAt(family);
    if (hasLostListener(family)) return "lost";
    if (await isHealthy(origin, FIRST_ANSWER_WITHIN_MS)) return "ready";
    await pause(ASK_UNTIL_READY_MS);
  }
  return "silent";
}

async function watch(family: Family, origin: string, mayGoOn: () => boolean): Promise<Ending> {
  let missed = 0;
  let askAt = Date.now() + ASK_EVERY_MS;
  lookAt(family);
  while (mayGoOn()) {
    await pause(LOOK_EVERY_MS);
    // Before it is asked: what listens in its place takes the question and never answers.
    if (hasLostListener(family)) return "lost";
    if (Date.now() < askAt) continue;
    lookAt(family);
    missed = (await isHealthy(origin, ANSWER_WITHIN_MS)) ? 0 : missed + 1;
    if (missed >= MISSED_ANSWERS) return "silent";
    askAt = Date.now() + ASK_EVERY_MS;
  }
  return "stopped";
}

function lookAt(family: Family): void {
  const below = descendantsOf(family.wrangler);
  // None at all means that wrangler just went, and they are somebody else's children now.
  if (below.length > 0) family.seen = below.map(({ pid }) => pid);
  family.listener ??= below.find(isListener)?.pid;
}

function isListener({ command }: Process): boolean {
  return /workerd.* --socket-addr=entry=/.test(command) && !command.includes("--inspector-addr");
}

function hasLostListener({ listener }: Family): boolean {
  return listener !== undefined && !isAlive(listener);
}

/** Any answer of ours will do: a server that says it cannot reach its database is not helped by starting again. */
export async function isHealthy(origin: string, withinMs = ANSWER_WITHIN_MS): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(withinMs) });
    await response.body?.cancel();
    return response.headers.get("content-type")?.includes("json") ?? false;
  } catch {
    return false;
  }
}

// Hints about wrangler itself; the proxy's notes, which hold addresses and so tickets; workerd on a browser that left.
const NOISE = /Logs were written|(open|create) an issue|ProxyWorker: |disconnected: |NOSENTRY|^stack: .*workerd@/;

/** Passes on what a person should read, without wrangler's frames, blank lines and hints about itself. */
function passOn(child: ChildProcess, isQuiet: () => boolean): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.map(readable)) if (line && !isQuiet()) console.error(line);
    });
  }
}

function readable(raw: string): string {
  const line = stripVTControlCharacters(raw)
    .replace(/^\s*✘ \[ERROR\] /, "")
    .trim();
  return NOISE.test(line) ? "" : line;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
