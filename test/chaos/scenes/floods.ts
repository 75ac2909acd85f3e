/** Some ask far too much, in every way there is: who chats beside them notices nothing, and nothing of it piles up. */
import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { inProject, ROOT } from "../../../scripts/project.ts";
import { GLOBAL_ROOM_ID } from "../../../worker/protocol.ts";
import { openAccounts } from "../../support/accounts.ts";
import type { Chatter } from "../chatter.ts";
import { percentile } from "../figures.ts";
import { collectGarbage } from "../garbage.ts";
import { seatInGlobal, untilAllAreIn } from "../people.ts";
import { type Stage, setLeanStage } from "../stage.ts";
import { memoryKiB } from "../watch.ts";
import { wordOf } from "../words.ts";
import { type Goal, onStage, promisesKept, type Scene, type Scenery, under } from "./scene.ts";

const KINDS = ["frames", "sockets", "upgrades", "searches"] as const;
type Kind = (typeof KINDS)[number];

const FLOODERS = 5;
const FLOOD_MS = 15_000;
const SAY_EVERY_MS = 100;
const WARM_UP_MS = 5_000;
/** What is under way comes to its end. */
const REST_MS = 10_000;
const GOAL_P99_MS = 250;
const GOAL_GROWTH_MIB = 20;

// As they are shipped, but for who chats beside it: with those that tests raise nothing would be too much.
const SHIPPED_LIMITS = {
  SEND_PER_SECOND: 15,
  SEND_BURST: 20,
  SOCKETS_PER_USER: 20,
  TICKETS_PER_MINUTE: 60,
  SEARCHES_PER_MINUTE: 120,
  HISTORY_PER_MINUTE: 600,
};

export const floods: Scene = {
  title: `${FLOODERS} people flood it with frames, sockets, upgrades and searches, and then ${FLOODERS} others, beside one who chats`,
  play: (onEvent) => onStage(1, onEvent, play, () => setLeanStage(SHIPPED_LIMITS)),
};

async function play({ stage, chatters, onEvent, over }: Scenery): Promise<Goal[]> {
  const [bystander] = chatters;
  if (!bystander) throw new Error("nobody chats");
  seatInGlobal([bystander]);
  await untilAllAreIn([bystander]);
  const talking = chat(bystander, over.signal);
  await pause(WARM_UP_MS);

  const goals: Goal[] = [];
  for (const kind of KINDS) {
    const [first, second] = [await flood(stage, kind, 1, bystander), await flood(stage, kind, 2, bystander)];
    for (const { done, p99Ms, memoryMiB } of [first, second]) {
      onEvent(
        `${kind}: ${done}; 99 of 100 acknowledged within ${Math.round(p99Ms)} ms, ${Math.round(memoryMiB)} MiB after it`,
      );
    }
    goals.push(
      under(
        `99 of 100 acknowledged under a flood of ${kind} within`,
        GOAL_P99_MS,
        Math.max(first.p99Ms, second.p99Ms),
        "ms",
      ),
      under(`memory that a second flood of ${kind} adds`, GOAL_GROWTH_MIB, second.memoryMiB - first.memoryMiB, "MiB"),
    );
  }
  over.abort();
  await talking;
  return [...goals, ...(await promisesKept(stage, [bystander]))];
}

async function chat(chatter: Chatter, signal: AbortSignal): Promise<void> {
  for (let n = 1; !signal.aborted; n++) {
    const body = `${wordOf(GLOBAL_ROOM_ID)} ${n} beside the flood`;
    chatter.say(GLOBAL_ROOM_ID, body);
    await pause(SAY_EVERY_MS);
  }
}

interface Flooded {
  /** What the flood got done, in words. */
  done: string;
  p99Ms: number;
  memoryMiB: number;
}

async function flood(stage: Stage, kind: Kind, round: number, bystander: Chatter): Promise<Flooded> {
  // Others each time: who has used up what the limits give has nothing left to flood with.
  const names = Array.from({ length: FLOODERS }, (_, n) => `${kind}_${round}_${n}`);
  const flooders = await openAccounts(
    stage.server.stateDir,
    names.map((username) => ({ username, displayName: username })),
  );
  const tokens = flooders.map(({ token }) => token);
  const from = performance.now();
  const done = await runFlooder({ kind, origin: stage.server.origin, tokens, ms: FLOOD_MS });
  const to = performance.now();
  await pause(REST_MS);
  const latencies = bystander.journal.acknowledgements
    .filter(({ at, afterMs }) => at - afterMs >= from && at - afterMs <= to)
    .map(({ afterMs }) => afterMs)
    .sort((a, b) => a - b);
  return { done, p99Ms: percentile(latencies, 0.99), memoryMiB: await memoryMiB(stage) };
}

/** In a process of its own, so that what it costs to flood does not look like what it costs to be flooded. */
function runFlooder(told: { kind: Kind; origin: string; tokens: string[]; ms: number }): Promise<string> {
  const node = inProject("node_modules", "node", "bin", "node");
  const args = [inProject("test", "chaos", "flooder.ts"), JSON.stringify(told)];
  const child = spawn(node, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit", "ipc"] });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(output.trim()) : reject(new Error(`the flood ended with ${code}`)),
    );
  });
}

/** What is kept: who chats on meanwhile has each isolate collect its garbage first. */
async function memoryMiB({ inspectorPort, runtime }: Stage): Promise<number> {
  const pid = runtime();
  if (pid === undefined || inspectorPort === undefined) throw new Error("there is no runtime to look into");
  await collectGarbage(inspectorPort);
  return memoryKiB(pid, "VmRSS") / 1024;
}
