/** One server at a time on a folder of local state: each keeps in memory what the other one would change under it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { number, object, parse, parseJson, pipe, string } from "valibot";
import { isAlive } from "./processes.ts";
import { Refusal } from "./refusal.ts";
import { isHealthy } from "./server.ts";

const FILE = "served-by.json";
const ASK_EVERY_MS = 200;
const ANSWER_WITHIN_MS = 2_000;
// One that is just starting. A process that only got the number of one that is long gone never answers.
const UP_WITHIN_MS = 15_000;

const Holder = pipe(string(), parseJson(), object({ pid: number(), origin: string() }));

/**
 * Takes a folder that is there, until this process ends.
 * @param origin where it is going to be served
 * @throws Refusal where another process serves it
 */
export async function takeState(stateDir: string, origin: string): Promise<void> {
  const file = join(stateDir, FILE);
  const holder = holderIn(file);
  if (holder !== undefined && (await serves(holder))) {
    throw new Refusal(
      `A server has this data already, at ${holder.origin}. Use that one, or choose another folder with STATE_DIR.`,
    );
  }
  writeFileSync(file, JSON.stringify({ pid: process.pid, origin }));
  process.once("exit", () => {
    if (holderIn(file)?.pid === process.pid) rmSync(file, { force: true });
  });
}

async function serves({ pid, origin }: { pid: number; origin: string }): Promise<boolean> {
  const deadline = Date.now() + UP_WITHIN_MS;
  // In a container this process may have the number of the one before it.
  while (pid !== process.pid && isAlive(pid) && Date.now() < deadline) {
    if (await isHealthy(origin, ANSWER_WITHIN_MS)) return true;
    await pause(ASK_EVERY_MS);
  }
  return false;
}

function holderIn(file: string): { pid: number; origin: string } | undefined {
  try {
    return parse(Holder, readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
