/** Wrangler as this project calls it: its own version, on the project's own Node, quiet, and without the network. */
import { type ChildProcess, spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { COMPILE_CACHE, inProject, ROOT } from "./project.ts";

// The file behind node_modules/.bin/wrangler, which would only start it once more as a child.
const CLI = inProject("node_modules", "wrangler", "wrangler-dist", "cli.js");

const QUIET = {
  ...COMPILE_CACHE,
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  // The banner is what asks the registry for updates.
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_LOG_PATH: inProject(".wrangler", "logs"),
};

const OFFLINE = {
  // The place of the caller is a placeholder locally; it is not looked up.
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  // Wrangler's trace store would write down every address, tickets in them too.
  X_LOCAL_OBSERVABILITY: "false",
  X_LOCAL_EXPLORER: "false",
  // A build made while a server runs is picked up when it starts again.
  WRANGLER_CI_DISABLE_CONFIG_WATCHING: "true",
};

/** A server: its output is piped, and it ends when this process does, however that happens. */
export function startWrangler(args: string[]): ChildProcess {
  return spawn(process.execPath, ["--no-warnings", "--import", endWithParent(), CLI, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, ...OFFLINE, FORCE_COLOR: "0" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

export interface Outcome {
  code: number;
  output: string;
}

/** Runs one local command to its end and gives what it printed. */
export function runWrangler(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const child = spawn(process.execPath, ["--no-warnings", CLI, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, ...OFFLINE, FORCE_COLOR: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output: stripVTControlCharacters(output) }));
  });
}

/** Runs a command that talks to Cloudflare, in the terminal, where wrangler may ask for a login. */
export function runWranglerHere(args: string[]): Promise<number> {
  const child = spawn(process.execPath, ["--no-warnings", CLI, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** The line that says what went wrong, out of all that wrangler printed. */
export function errorIn(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.includes("Logs were written"));
  const marked = lines.find((line) => line.includes("[ERROR]"));
  return (marked ?? lines.at(-1) ?? "no reason was given").replace(/^.*\[ERROR\]\s*/, "");
}

/** What it answered with `--json`, out of all that it printed: warnings may stand before it. `undefined` where there is none. */
export function jsonIn(output: string): unknown {
  const from = output.search(/^[[{]/m);
  if (from < 0) return undefined;
  try {
    return JSON.parse(output.slice(from));
  } catch {
    return undefined;
  }
}

function endWithParent(): string {
  return new URL("./end-with-parent.ts", import.meta.url).href;
}
