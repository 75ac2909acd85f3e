/** Where a run happens: a server of its own, started as users start it from a copy of this checkout, and its D1 seen from outside. */
import { dirname, join } from "node:path";
import { BUILT_CONFIG } from "../../scripts/build.ts";
import { freePort } from "../../scripts/free-port.ts";
import { descendantsOf, isAlive } from "../../scripts/processes.ts";
import { isHealthy } from "../../scripts/server.ts";
import { type Server, startLeanServer, startServer } from "../support/server.ts";
import { type Checkout, copyCheckout } from "./checkout.ts";
import { type D1, openD1 } from "./record.ts";
import { until, untilTrue } from "./until.ts";

export interface Stage {
  server: Server;
  d1: D1;
  /** The workerd that runs our code, while there is one. */
  runtime(): number | undefined;
  /** On loopback; of a lean stage alone. */
  inspectorPort?: number;
  /** The Worker as it was built, in this stage's own copy. */
  builtWorker: string;
  /** Does something that ends the runtime, and resolves when another one answers; gives the ms from one to the other. */
  untilReplaced(what: string, end: (runtime: number) => void): Promise<number>;
  clear(): Promise<void>;
}

// The server is back within two seconds; on a busy machine it has been seen to need fifteen.
const BACK_WITHIN_MS = 60_000;

/** @param vars for the Worker, beside the limits that every test raises */
export async function setStage(vars: Record<string, number> = {}): Promise<Stage> {
  const checkout = await copyCheckout();
  try {
    const server = await startServer({ vars, checkout: checkout.folder });
    // Of its two workerd children the one with the inspector runs our code.
    return stageOf(server, checkout, /workerd.* --inspector-addr/);
  } catch (error) {
    await checkout.remove();
    throw error;
  }
}

/**
 * One for scenes that do not break it, but ask so much that wrangler's proxy before it, which no deployment has, would be all that is
 * measured: there is none, and the Worker is this checkout's own.
 */
export async function setLeanStage(vars: Record<string, number>): Promise<Stage> {
  const inspectorPort = await freePort();
  const server = await startLeanServer(vars, { isDirect: true, inspectorPort });
  const checkout = { builtWorker: join(dirname(BUILT_CONFIG), "index.js"), remove: async () => undefined };
  return { ...stageOf(server, checkout, /workerd.* serve/), inspectorPort };
}

function stageOf(server: Server, { builtWorker, remove }: Omit<Checkout, "folder">, ours: RegExp): Stage {
  let known: number | undefined;
  function runtime(): number | undefined {
    // Looking through all processes of the machine is for when it is another one.
    if (known === undefined || !isAlive(known)) known = runtimeBelow(server.pid(), ours);
    return known;
  }
  return {
    server,
    d1: openD1(server.stateDir),
    runtime,
    builtWorker,
    async untilReplaced(what, end) {
      const before = await until(`${what}: a runtime is there`, BACK_WITHIN_MS, runtime);
      end(before);
      const isBack = async () => {
        const now = runtimeBelow(server.pid(), ours);
        return now !== undefined && now !== before && (await isHealthy(server.origin, 2_000));
      };
      return untilTrue(`${what}: another runtime answers`, BACK_WITHIN_MS, isBack, () => server.output().slice(-2_000));
    },
    async clear() {
      await server.stop();
      await remove();
    },
  };
}

function runtimeBelow(pid: number, ours: RegExp): number | undefined {
  return descendantsOf(pid).find(({ command }) => ours.test(command))?.pid;
}
