/** People lose their connection two hundred times while three hundred messages a second flow. */
import { setTimeout as pause } from "node:timers/promises";
import { GLOBAL_ROOM_ID } from "../../../worker/protocol.ts";
import { random } from "../../support/random.ts";
import type { Chatter } from "../chatter.ts";
import { percentile } from "../figures.ts";
import { seatInGlobal, talk, untilAllAreIn } from "../people.ts";
import { pipeline } from "../pipeline.ts";
import { untilTrue } from "../until.ts";
import { atLeast, type Goal, onStage, promisesKept, type Scene, type Scenery } from "./scene.ts";

// A few who write as fast as that, and two as people do, who change things too: those who come and go are what this is about, and
// one process shows all of them what is said.
const FAST_WRITERS = 3;
const TALKERS = 2;
const TALKING_EVERY_MS = 200;
const MESSAGES_PER_SECOND = 300;
const READERS = 4;
const RECONNECTS = 200;
const BACK_WITHIN_MS = 30_000;
const WARM_UP_MS = 3_000;

export const reconnects: Scene = {
  title: `${RECONNECTS} reconnects of ${READERS} readers while ${FAST_WRITERS + TALKERS} others write ${MESSAGES_PER_SECOND} messages a second`,
  play: (onEvent) => onStage(FAST_WRITERS + TALKERS + READERS, onEvent, play),
};

async function play({ stage, chatters, onEvent, over }: Scenery): Promise<Goal[]> {
  const writers = chatters.slice(0, FAST_WRITERS);
  const others = chatters.slice(FAST_WRITERS);
  const [talkers, readers] = [others.slice(0, TALKERS), others.slice(TALKERS)];
  seatInGlobal(others);
  await untilAllAreIn(others);
  // A little more than is asked for: a busy moment is not caught up with.
  const everyMs = (1000 * FAST_WRITERS) / (1.05 * MESSAGES_PER_SECOND);
  const writing = writers.map(async (chatter, n) => {
    const end = await pipeline(chatter, GLOBAL_ROOM_ID, random(n), everyMs, over.signal);
    // From there on they look, too.
    chatter.join(GLOBAL_ROOM_ID, end);
  });
  const talking = talkers.map((chatter, n) => talk(chatter, random(50 + n), TALKING_EVERY_MS, over.signal));
  await pause(WARM_UP_MS);

  const before = { at: performance.now(), acknowledged: acknowledged(writers), welcomes: welcomes(readers) };
  await Promise.all(readers.map((reader, n) => comeAndGo(reader, RECONNECTS / READERS, random(100 + n))));
  const seconds = (performance.now() - before.at) / 1000;
  const flow = (acknowledged(writers) - before.acknowledged) / seconds;
  const returns = welcomes(readers) - before.welcomes;
  over.abort();
  await Promise.all([...writing, ...talking]);
  onEvent(`${returns} reconnects in ${seconds.toFixed(1)} s, ${Math.round(flow)} messages a second`);
  const latencies = writers.flatMap(({ journal }) => journal.acknowledgements.map(({ afterMs }) => afterMs));
  latencies.sort((a, b) => a - b);
  onEvent(`99 of 100 acknowledged within ${Math.round(percentile(latencies, 0.99))} ms`);
  return [
    atLeast("reconnects", RECONNECTS, returns),
    atLeast("messages a second meanwhile", MESSAGES_PER_SECOND, flow),
    ...(await promisesKept(stage, chatters)),
  ];
}

/** Each time the connection breaks at another moment after the welcome, with or without a proper end. */
async function comeAndGo(reader: Chatter, times: number, chance: ReturnType<typeof random>): Promise<void> {
  for (let n = 0; n < times; n++) {
    const target = welcomes([reader]) + 1;
    reader.line.cut(chance.pick(["end", "reset"]));
    await untilTrue("the reader is back", BACK_WITHIN_MS, () => {
      if (!reader.device().isConnected()) reader.device().tryNow();
      return welcomes([reader]) >= target;
    });
    await pause(chance.below(400));
  }
}

function welcomes(readers: readonly Chatter[]): number {
  return readers.reduce((sum, { device }) => sum + (device().seat(GLOBAL_ROOM_ID)?.welcomes() ?? 0), 0);
}

function acknowledged(writers: readonly Chatter[]): number {
  return writers.reduce((sum, { journal }) => sum + journal.acknowledgements.length, 0);
}
