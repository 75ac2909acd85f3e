/** One at a time, over processes: two servers started together must not build into the same folder at once. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isAlive } from "./processes.ts";
import { inProject } from "./project.ts";
import { Refusal } from "./refusal.ts";

const ASK_EVERY_MS = 100;
// Far longer than a build takes on a slow machine.
const GIVE_UP_AFTER_MS = 180_000;

export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const folder = inProject(".wrangler");
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/${name}.lock`;
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  while (!take(file)) {
    if (Date.now() > deadline) throw new Refusal(`Another ${name} does not end. If there is none, delete ${file}.`);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    const holder = holderOf(file);
    // Left behind by a process that was killed.
    if (holder !== undefined && !isAlive(holder)) rmSync(file, { force: true });
    return false;
  }
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
