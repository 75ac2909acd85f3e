/** What goes wrong in a run, all of it from outside: the network, the runtime, the machine, the database. */
import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { descendantsOf } from "../../scripts/processes.ts";
import { inProject } from "../../scripts/project.ts";
import type { random } from "../support/random.ts";
import type { Server } from "../support/server.ts";
import type { Network } from "./network.ts";

export const FAULTS = ["cut", "cut-at-byte", "stall", "kill-runtime", "lock-record", "reload", "crash"] as const;
export type Fault = (typeof FAULTS)[number];

type Random = ReturnType<typeof random>;

/** Does it, and undoes what can be undone; resolves when it is over. Returns a line that says what was done. */
export async function inflict(
  fault: Fault,
  { server, network, chance }: { server: Server; network: Network; chance: Random },
) {
  switch (fault) {
    case "cut":
      network.cutAll();
      return "all connections cut";
    case "cut-at-byte": {
      const bytes = 200 + chance.below(6_000);
      network.cutAfter(bytes);
      network.cutAll();
      await pause(1_000 + chance.below(1_500));
      network.cutAfter(undefined);
      return `connections cut after ${bytes} bytes`;
    }
    case "stall": {
      const ms = 500 + chance.below(4_000);
      network.stall();
      await pause(ms);
      network.resume();
      return `network stalled for ${ms} ms`;
    }
    case "kill-runtime":
      return killRuntime(server);
    case "lock-record": {
      const ms = 500 + chance.below(5_000);
      return (await lockRecord(server, ms)) ? `D1 locked for ${ms} ms` : "D1 too busy to be locked";
    }
    case "reload": {
      const now = new Date();
      utimesSync(inProject("dist", "confab", "index.js"), now, now);
      return "code reloaded";
    }
    case "crash":
      await server.crash();
      return "everything killed and started again";
  }
}

/** Of the two workerd children the one with the inspector runs our code. */
export function runtimeOf(server: Server): number | undefined {
  return descendantsOf(server.pid()).find(
    ({ command }) => command.includes("workerd") && command.includes("--inspector-addr"),
  )?.pid;
}

function killRuntime(server: Server): string {
  const pid = runtimeOf(server);
  if (pid === undefined) return "no runtime to kill";
  process.kill(pid, "SIGKILL");
  return "runtime killed";
}

async function lockRecord(server: Server, ms: number): Promise<boolean> {
  const database = openRecord(server.stateDir);
  try {
    database.exec("pragma busy_timeout = 5000; begin immediate");
    await pause(ms);
    database.exec("rollback");
    return true;
  } catch (error) {
    // The server holds the lock itself, perhaps because it is just being killed with it in hand.
    if (error instanceof Error && /locked|busy/.test(error.message)) return false;
    throw error;
  } finally {
    database.close();
  }
}

/** The file behind the binding `DB`: the one that has our messages. */
export function openRecord(stateDir: string): DatabaseSync {
  const folder = join(stateDir, "v3", "d1");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/[0-9a-f]{64}\.sqlite$/.test(name)) continue;
    const database = new DatabaseSync(join(folder, name));
    if (database.prepare("select 1 from sqlite_schema where name = 'members'").get()) return database;
    database.close();
  }
  throw new Error(`no record under ${folder}`);
}
