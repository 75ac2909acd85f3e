/** Finds the browsers that the tests drive, and installs Debian's where they are missing and may be installed. */
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { Refusal } from "./refusal.ts";

// The shell is the same engine without the windows around it: it opens a page for half of the work, and knows no notifications.
const WHOLE = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
// Not on the PATH.
const ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const SHELL = ["chromium-headless-shell", "chrome-headless-shell"];
const PACKAGES = ["chromium", "chromium-headless-shell"];

/** `whole` has all that a browser has; `any` does for whatever happens inside a page, and is the lean one where there is one. */
export type Chromium = "whole" | "any";

/** `CHROMIUM_PATH` wins, and is not second-guessed. */
export function findChromium(kind: Chromium, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = env["CHROMIUM_PATH"];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Refusal(`CHROMIUM_PATH is "${chosen}", where there is no program.`);
  }
  const names = kind === "whole" ? WHOLE : [...SHELL, ...WHOLE];
  const folders = (env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...paths, ON_MACOS].find(isExecutable);
}

/** @throws Refusal where there is none */
export function requireChromium(kind: Chromium): string {
  const found = findChromium(kind);
  if (!found) throw new Refusal("The browser tests need Chromium: install it, or say where it is with CHROMIUM_PATH.");
  return found;
}

/** Before the tests: as root on Debian the packages are installed; anywhere else the person is told what to install. */
export async function ensureChromium(): Promise<void> {
  if (findChromium("whole")) return;
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    console.log("Chromium is missing: installing Debian's packages.");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-q"], { stdio: "inherit", env });
    spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...PACKAGES], { stdio: "inherit", env });
  }
  requireChromium("whole");
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
