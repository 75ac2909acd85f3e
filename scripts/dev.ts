/** `npm run dev`: Vite with hot reload for the page and the Worker, on the same data as npm start. */
import { spawn } from "node:child_process";
import { prepareSecret } from "./auth-secret.ts";
import { migrateLocal } from "./migrate.ts";
import { inProject, ROOT } from "./project.ts";
import { Refusal, run } from "./refusal.ts";
import { takeState } from "./served-state.ts";
import { readPort, readStateDir, requireFreePort, requireStateDir } from "./settings.ts";

await run(async () => {
  const port = readPort(process.env["PORT"]);
  const stateDir = readStateDir(process.env);
  if (prepareSecret()) console.log("Made .dev.vars with a new AUTH_SECRET.");
  await requireFreePort(port);
  await requireStateDir(stateDir);
  await takeState(stateDir, `http://localhost:${port}`);
  await migrateLocal(stateDir);
  const code = await vite(["--port", String(port), "--strictPort", ...process.argv.slice(2)], stateDir);
  if (code !== 0) throw new Refusal("Vite ended; the reason is above.");
});

function vite(args: string[], stateDir: string): Promise<number> {
  const child = spawn(process.execPath, [inProject("node_modules", "vite", "bin", "vite.js"), ...args], {
    cwd: ROOT,
    env: { ...process.env, STATE_DIR: stateDir, WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" },
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal ? 0 : (code ?? 1)));
  });
}
