/** Finds the browser that the tests drive, and installs Debian's where it is missing and may be installed. */
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { Refusal } from "./refusal.ts";

// The last is the same engine without the windows around it. It opens a page for two thirds of the work, and knows no notifications.
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium-headless-shell"];
const PACKAGE = "chromium";

/** `CHROMIUM_PATH` wins, and is not second-guessed. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = env["CHROMIUM_PATH"];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Refusal(`CHROMIUM_PATH is "${chosen}", where there is no program.`);
  }
  const folders = (env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

export function requireChromium(): string {
  const found = findChromium();
  if (!found) throw new Refusal("The browser tests need Chromium: install it, or say where it is with CHROMIUM_PATH.");
  return found;
}

/** Before the tests: as root on Debian the package is installed; anywhere else the person is told what to install. */
export async function ensureChromium(): Promise<void> {
  if (findChromium()) return;
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    console.log("Chromium is missing: installing Debian's package.");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-q"], { stdio: "inherit", env });
    spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", PACKAGE], { stdio: "inherit", env });
  }
  requireChromium();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
