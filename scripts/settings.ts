/** What `npm start` is told by its environment and its arguments. */

import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { inProject, ROOT } from "./project.ts";
import { Refusal } from "./refusal.ts";

export interface Settings {
  port: number;
  /** Where local databases and objects live, as an absolute path. */
  stateDir: string;
  /** What is passed on to wrangler as it is. */
  wranglerArgs: string[];
  origin: string;
}

const DEFAULT_PORT = 8787;
// A server that was just killed lets go of its port a moment later.
const PORT_FREE_WITHIN_MS = 2_500;
const PORT_ASK_EVERY_MS = 250;

export function readSettings(env: NodeJS.ProcessEnv, args: string[]): Settings {
  refuseOurOwn(args, "--port", "PORT=9000 npm start");
  refuseOurOwn(args, "--persist-to", "STATE_DIR=some/folder npm start");
  const port = readPort(env["PORT"]);
  return { port, stateDir: readStateDir(env), wranglerArgs: args, origin: `http://${hostIn(args)}:${port}` };
}

export function readStateDir(env: NodeJS.ProcessEnv): string {
  return env["STATE_DIR"] ? resolve(ROOT, env["STATE_DIR"]) : inProject(".wrangler", "state");
}

export function readPort(value: string | undefined): number {
  if (!value) return DEFAULT_PORT;
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw new Refusal(`PORT must be a number from 1 to 65535; it is "${value}".`);
}

/** Both families are tried: a server on ::1 alone would answer browsers in our place. */
export async function requireFreePort(port: number): Promise<void> {
  const deadline = Date.now() + PORT_FREE_WITHIN_MS;
  for (const host of ["127.0.0.1", "::1"]) {
    let problem = await portProblem(port, host);
    while (problem === "EADDRINUSE" && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, PORT_ASK_EVERY_MS));
      problem = await portProblem(port, host);
    }
    if (problem === "EADDRINUSE") {
      throw new Refusal(
        `Port ${port} is taken. Stop what listens there, or choose another: PORT=${nextPort(port)} npm start`,
      );
    }
    if (problem === "EACCES") throw new Refusal(`Port ${port} may not be used by this account. Choose one above 1023.`);
  }
}

export async function requireStateDir(stateDir: string): Promise<void> {
  try {
    await mkdir(stateDir, { recursive: true });
  } catch (error) {
    throw new Refusal(`The state folder ${stateDir} cannot be used: ${String(error)}`);
  }
}

function refuseOurOwn(args: string[], option: string, instead: string): void {
  if (args.some((arg) => arg === option || arg.startsWith(`${option}=`))) {
    throw new Refusal(`${option} is set by npm start itself. Use: ${instead}`);
  }
}

// The page and its health answer where wrangler was told to listen.
function hostIn(args: string[]): string {
  const at = args.findIndex((arg) => arg === "--ip" || arg.startsWith("--ip="));
  const ip = at < 0 ? undefined : args[at] === "--ip" ? args[at + 1] : args[at]?.slice("--ip=".length);
  if (!ip || ["0.0.0.0", "::", "*", "127.0.0.1", "::1"].includes(ip)) return "localhost";
  return ip.includes(":") ? `[${ip}]` : ip;
}

function nextPort(port: number): number {
  return port < 65_535 ? port + 1 : port - 1;
}

function portProblem(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
