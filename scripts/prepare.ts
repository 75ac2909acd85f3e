/** What has to be there before a server can start: a secret, a free port, databases that are up to date, the build. */
import { prepareSecret, requireGoodSecretIn } from "./auth-secret.ts";
import { buildIfChanged } from "./build.ts";
import { migrateLocal } from "./migrate.ts";
import { takeState } from "./served-state.ts";
import { requireFreePort, requireStateDir, type Settings } from "./settings.ts";

export async function prepare(settings: Settings): Promise<void> {
  requireGoodSecretIn(settings.wranglerArgs);
  if (prepareSecret()) console.log("Made .dev.vars with a new AUTH_SECRET.");
  await requireFreePort(settings.port);
  await requireStateDir(settings.stateDir);
  await takeState(settings.stateDir, settings.origin);
  await migrateLocal(settings.stateDir);
  if (await buildIfChanged()) console.log("Built the page and the Worker.");
}
