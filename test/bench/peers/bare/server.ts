/** Run as a process: the bare object in the same runner as ours, asked directly as ours is. */
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import "../../../../scripts/end-with-parent.ts";

const [port, folder = ""] = process.argv.slice(2);

const runtime = new Miniflare({
  ...convertV4MiniflareOptions({
    host: "localhost",
    port: 0,
    cf: false,
    workers: [
      {
        name: "bare",
        compatibilityDate: "2026-10-12",
        modulesRoot: import.meta.dirname,
        modules: [{ type: "ESModule", path: join(import.meta.dirname, "worker.js") }],
        durableObjects: { ROOM: { className: "Room", useSQLite: true } },
        unsafeDirectSockets: [{ host: "localhost", port: Number(port) }],
      },
    ],
  }),
  telemetry: { enabled: false },
  resourcePersistencePath: join(folder, "v3"),
});
process.on("SIGTERM", async () => {
  await runtime.dispose();
  process.exit(0);
});
await runtime.ready;
console.log("The bare object is up.");
