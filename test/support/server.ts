/**
 * The whole server on a free port and in a folder of its own: as people start it, by npm start's own script, for what is about starting,
 * and without wrangler around it for everything else, because that costs less to start and to ask.
 */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareSecret } from "../../scripts/auth-secret.ts";
import { buildIfChanged } from "../../scripts/build.ts";
import { freePort } from "../../scripts/free-port.ts";
import { withLock } from "../../scripts/lock.ts";
import { migrateLocal } from "../../scripts/migrate.ts";
import { endTree } from "../../scripts/processes.ts";
import { COMPILE_CACHE, inProject, ROOT } from "../../scripts/project.ts";

export interface ServerOptions {
  /** Vars over those of wrangler.toml; the limits are raised unless told otherwise. */
  vars?: Record<string, string | number>;
  /** Further arguments for wrangler. */
  args?: string[];
  env?: Record<string, string>;
  /** Another checkout than this one. */
  checkout?: string;
}

export interface Server {
  origin: string;
  port: number;
  /** Where its databases and objects live; gone after `stop`. */
  stateDir: string;
  /** The process that was started, above all others. */
  pid(): number;
  /** All that it has printed so far. */
  output(): string;
  /** Stops it as Ctrl-C does and starts it again on the same data and port. Gives the ms that starting took. */
  restart(): Promise<number>;
  /** Ends all of its processes at once, as a power cut would, and starts it again. */
  crash(): Promise<void>;
  /** Ends it as Ctrl-C does and leaves its data for whoever wants to look at them; `stop` is still to come. */
  end(): Promise<void>;
  stop(): Promise<void>;
}

// Scenes act faster than people do. A test of a limit sets the limit it is about.
const RAISED_LIMITS = {
  SEND_PER_SECOND: 1_000,
  SEND_BURST: 10_000,
  AUTH_PER_MINUTE: 10_000,
  SOCKETS_PER_USER: 1_000,
  TICKETS_PER_MINUTE: 10_000,
  SEARCHES_PER_MINUTE: 10_000,
  HISTORY_PER_MINUTE: 10_000,
};
// With the build before it, on a machine that is busy with other tests.
const UP_WITHIN_MS = 90_000;

const stateDirs = new Map<string, string>();

/** Where a server of this checkout that this process has started keeps its databases. */
export function stateDirOf(origin: string): string {
  const stateDir = stateDirs.get(origin);
  if (stateDir === undefined) throw new Error(`no server of this process is at ${origin}`);
  return stateDir;
}

/** As people start it. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const server = await keep((place) => npmStart(place, options));
  if (options.checkout === undefined) stateDirs.set(server.origin, server.stateDir);
  return server;
}

/** What a lean server is told beside its vars; test/support/lean-server.ts says what each one means. */
export interface LeanOptions {
  isDirect?: boolean;
  before?: string;
  inspectorPort?: number;
}

/** The same Worker, databases, objects and assets in the same runtime, and no wrangler. */
export async function startLeanServer(
  vars: Record<string, string | number> = {},
  options: LeanOptions = {},
): Promise<Server> {
  await buildIfChanged();
  const server = await keep((place) => leanStart({ ...place, ...options }, vars));
  stateDirs.set(server.origin, server.stateDir);
  return server;
}

interface Place {
  port: number;
  stateDir: string;
}

interface Run {
  child: ChildProcess;
  exited: Promise<number>;
  output(): string;
}

async function keep(start: (place: Place) => Run): Promise<Server> {
  const [port, stateDir] = [await freePort(), await emptyState()];
  const begin = () => up(start({ port, stateDir }));
  let run = await begin();
  return {
    origin: `http://localhost:${port}`,
    port,
    stateDir,
    pid: () => run.pid,
    output: () => run.output(),
    async restart() {
      await run.end();
      const startedAt = Date.now();
      run = await begin();
      return Date.now() - startedAt;
    },
    async crash() {
      await endTree(run.pid, [], 0);
      run = await begin();
    },
    end: () => run.end(),
    async stop() {
      await run.end();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** npm start's script with any environment, here or in another checkout, for those that look at how it ends. */
export function runStart(env: Record<string, string>, args: string[] = [], checkout = ROOT): Run {
  return run([join(checkout, "scripts", "start.ts"), ...args], {
    cwd: checkout,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function npmStart({ port, stateDir }: Place, { vars, args = [], env = {}, checkout }: ServerOptions): Run {
  const given = Object.entries({ ...RAISED_LIMITS, ...vars }).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
  return runStart({ PORT: String(port), STATE_DIR: stateDir, ...env }, [...given, ...args], checkout);
}

function leanStart(place: Place & LeanOptions, vars: Record<string, string | number>): Run {
  const told = { ...place, vars: { ...RAISED_LIMITS, ...vars } };
  return run(["--no-warnings", inProject("test", "support", "lean-server.ts"), JSON.stringify(told)], {
    cwd: ROOT,
    env: COMPILE_CACHE,
    // By the channel it knows when this process is gone, however that happens.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

function run(args: string[], options: SpawnOptions): Run {
  const env = { ...process.env, ...options.env };
  const child = spawn(inProject("node_modules", "node", "bin", "node"), args, { ...options, env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exited = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
  return { child, exited, output: () => output };
}

/** A state folder of its own with empty tables. Migrating takes wrangler four seconds, so it is done once and copied. */
export async function emptyState(): Promise<string> {
  const template = inProject(".wrangler", "test-state");
  const stateDir = await mkdtemp(join(tmpdir(), "confab-state-"));
  await withLock("test-state", async () => {
    // Here, where servers that start beside each other come one by one.
    prepareSecret();
    await migrateLocal(template);
    // While nobody else has it open: its files come and go with that.
    await cp(template, stateDir, { recursive: true });
  });
  return stateDir;
}

async function up({ child, exited, output }: Run) {
  await greeted(child, exited, output);
  return {
    pid: child.pid ?? 0,
    output,
    async end() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

function greeted(child: ChildProcess, exited: Promise<number>, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server ${why}. It printed:\n${output()}`));
    const timer = setTimeout(() => {
      child.kill("SIGTERM");
      fail(`was not up within ${UP_WITHIN_MS} ms`);
    }, UP_WITHIN_MS);
    child.stdout?.on("data", () => {
      if (!output().includes("Confab is at")) return;
      clearTimeout(timer);
      resolve();
    });
    void exited.then((code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}
