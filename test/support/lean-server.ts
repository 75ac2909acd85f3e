/**
 * Run as a process: the built Worker in workerd with its databases, objects and assets, and nothing beside them. `npm start` puts
 * wrangler's proxy, watchers and logs around the same, which is most of what a request costs there. Told by one argument in JSON.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { boolean, number, object, optional, parse, parseJson, pipe, record, string, union } from "valibot";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from "wrangler";
import { DEV_VARS } from "../../scripts/auth-secret.ts";
import { BUILT_CONFIG } from "../../scripts/build.ts";
import "../../scripts/end-with-parent.ts";

const Told = object({
  port: number(),
  stateDir: string(),
  vars: record(string(), union([string(), number()])),
  /** Without the page, and asked without the runner's own Worker before ours, as the network asks it. */
  isDirect: optional(boolean(), false),
  /** The file of a module that stands before the built one, exports the same, and finds it as `./index.js`. */
  before: optional(string()),
});

const { port, stateDir, vars, isDirect, before } = parse(pipe(string(), parseJson(), Told), process.argv[2]);
const config = unstable_readConfig({ config: BUILT_CONFIG });
const { workerOptions, main } = unstable_getMiniflareWorkerOptions(config);
if (!main) throw new Error(`${BUILT_CONFIG} names no Worker`);
const built = { type: "ESModule", path: main } as const;
const first = before === undefined ? [] : [standingBefore(before, dirname(main))];
const page = isDirect ? { assets: undefined } : {};
const direct = isDirect ? { unsafeDirectSockets: [{ host: "localhost", port }] } : {};
const runtime = new Miniflare({
  ...convertV4MiniflareOptions({
    host: "localhost",
    port: isDirect ? 0 : port,
    // The place of the caller is a placeholder locally; it is not looked up.
    cf: false,
    log: new Log(LogLevel.WARN),
    handleStructuredLogs: ({ message }) => console.log(message),
    workers: [
      {
        ...workerOptions,
        ...page,
        ...direct,
        name: "confab",
        modulesRoot: dirname(main),
        modules: [...first, built],
        bindings: { ...config.vars, ...parseEnv(readFileSync(DEV_VARS, "utf8")), ...vars },
      },
    ],
  }),
  telemetry: { enabled: false },
  // Where wrangler has them too: whoever looks at the files finds them, whatever runs the Worker.
  resourcePersistencePath: join(stateDir, "v3"),
});
process.on("SIGTERM", async () => {
  await runtime.dispose();
  process.exit(0);
});
await runtime.ready;
console.log(`Confab is at http://localhost:${port}`);

/** In name only: it is read from where it is. */
function standingBefore(file: string, folder: string) {
  return { type: "ESModule", path: join(folder, "before.js"), contents: readFileSync(file, "utf8") } as const;
}
