/**
 * Run as a process: the built Worker in workerd with its databases, objects and assets, and nothing beside them. `npm start` puts
 * wrangler's proxy, watchers and logs around the same, and Miniflare a Worker of its own before ours, which compresses and tells of
 * errors: most of what a request costs there. Told by one argument in JSON.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { boolean, number, object, optional, parse, parseJson, pipe, string } from "valibot";
import { DEV_VARS } from "../../scripts/auth-secret.ts";
import "../../scripts/end-with-parent.ts";
import { readWorkerOptions, Vars } from "./worker-options.ts";

const Told = object({
  port: number(),
  stateDir: string(),
  vars: Vars,
  /** Without the page, and so without what looks for files of it before our Worker is asked. */
  isDirect: optional(boolean(), false),
  /** The file of a module that stands before the built one, exports the same, and finds it as `./index.js`. */
  before: optional(string()),
  /** On loopback, for whoever asks V8 itself. */
  inspectorPort: optional(number()),
});

const { port, stateDir, vars, isDirect, before, inspectorPort } = parse(
  pipe(string(), parseJson(), Told),
  process.argv[2],
);
const { workerOptions, main, vars: ordinary } = await readWorkerOptions();
const secrets = parse(Vars, parseEnv(readFileSync(DEV_VARS, "utf8")));
const built = { type: "ESModule", path: main } as const;
const first = before === undefined ? [] : [standingBefore(before, dirname(main))];
const page = isDirect ? { assets: undefined } : {};
const inspector = inspectorPort === undefined ? {} : { inspectorHost: "127.0.0.1", inspectorPort };
const runtime = new Miniflare({
  ...convertV4MiniflareOptions({
    // Where Miniflare's own Worker listens, which nobody asks.
    host: "localhost",
    port: 0,
    ...inspector,
    // The place of the caller is a placeholder locally; it is not looked up.
    cf: false,
    log: new Log(LogLevel.WARN),
    handleStructuredLogs: ({ message }) => console.log(message),
    workers: [
      {
        ...workerOptions,
        ...page,
        unsafeDirectSockets: [{ host: "localhost", port }],
        name: "confab",
        modulesRoot: dirname(main),
        modules: [...first, built],
        bindings: { ...ordinary, ...secrets, ...vars },
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
