/** A copy of this checkout to serve from: a file of its dist/ that changes reloads nobody else's server. */
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfChanged } from "../../scripts/build.ts";
import { withLock } from "../../scripts/lock.ts";
import { inProject } from "../../scripts/project.ts";

export interface Checkout {
  folder: string;
  /** The Worker as it was built; wrangler watches this file. */
  builtWorker: string;
  remove(): Promise<void>;
}

// What npm start reads, sources included: it looks whether dist/ was built from exactly these.
const PARTS = [
  "scripts",
  "worker",
  "web",
  "migrations",
  "dist",
  "package.json",
  "package-lock.json",
  "tsconfig.base.json",
  "vite.config.ts",
  "wrangler.toml",
];

export async function copyCheckout(): Promise<Checkout> {
  await buildIfChanged();
  const folder = await mkdtemp(join(tmpdir(), "confab-checkout-"));
  // Under the lock of the build: half of a new dist/ is none.
  await withLock("build", async () => {
    for (const part of PARTS) await cp(inProject(part), join(folder, part), { recursive: true });
  });
  await symlink(inProject("node_modules"), join(folder, "node_modules"), "dir");
  return {
    folder,
    builtWorker: join(folder, "dist", "confab", "index.js"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
