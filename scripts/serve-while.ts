/** Does something with a local server: the one that runs at that address, else one of its own until it is done. */

import { prepare } from "./prepare.ts";
import { Refusal } from "./refusal.ts";
import { isHealthy, startServer } from "./server.ts";
import { readSettings } from "./settings.ts";

// A server of its own has nobody to protect from anybody.
const RAISED_LIMITS = ["AUTH_PER_MINUTE:1000", "SEND_PER_SECOND:1000", "SEND_BURST:1000", "HISTORY_PER_MINUTE:10000"];

export async function serveWhile(origin: string, work: () => Promise<void>): Promise<void> {
  if (await isHealthy(origin)) return work();
  const { port } = new URL(origin);
  const vars = RAISED_LIMITS.flatMap((limit) => ["--var", limit]);
  const settings = readSettings({ ...process.env, PORT: port }, vars);
  await prepare(settings);
  const server = startServer(settings);
  const stop = () => void server.stop().finally(() => process.exit(1));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  try {
    if ((await server.ready) !== "ready") throw new Refusal("The server did not come up; wrangler's reason is above.");
    await work();
  } finally {
    await server.stop();
  }
}
