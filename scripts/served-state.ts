/** One server at a time on a folder of local state: each keeps in memory what the other one would change under it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type InferOutput, number, object, optional, parse, parseJson, pipe, string } from "valibot";
import { isAlive } from "./processes.ts";
import { Refusal } from "./refusal.ts";
import { isHealthy } from "./server.ts";

const FILE = "served-by.json";
const ASK_EVERY_MS = 200;
const ANSWER_WITHIN_MS = 2_000;
/** So long it may migrate, build and start before it answers. */
const STARTED_WITHIN_MS = 90_000;
/** So long it may be busy. A process that only got the number of one that is long gone never answers. */
const BUSY_MS = 15_000;

const Holder = pipe(string(), parseJson(), object({ pid: number(), origin: string(), at: optional(number(), 0) }));
type Holder = InferOutput<typeof Holder>;

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
  writeFileSync(file, JSON.stringify({ pid: process.pid, origin, at: Date.now() } satisfies Holder));
  process.once("exit", () => {
    if (holderIn(file)?.pid === process.pid) rmSync(file, { force: true });
  });
}

async function serves({ pid, origin, at }: Holder): Promise<boolean> {
  const deadline = Math.max(at + STARTED_WITHIN_MS, Date.now() + BUSY_MS);
  // In a container this process may have the number of the one before it.
  while (pid !== process.pid && isAlive(pid) && Date.now() < deadline) {
    if (await isHealthy(origin, ANSWER_WITHIN_MS)) return true;
    await pause(ASK_EVERY_MS);
  }
  return false;
}

function holderIn(file: string): Holder | undefined {
  try {
    return parse(Holder, readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
