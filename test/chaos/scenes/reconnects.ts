/** People lose their connection two hundred times while three hundred messages a second flow. */
import { setTimeout as pause } from "node:timers/promises";
import { GLOBAL_ROOM_ID } from "../../../worker/protocol.ts";
import { random } from "../../support/random.ts";
import type { Chatter } from "../chatter.ts";
import { percentile } from "../figures.ts";
import { seatInGlobal, talk, untilAllAreIn } from "../people.ts";
import { untilTrue } from "../until.ts";
import { atLeast, type Goal, onStage, promisesKept, type Scene, type Scenery } from "./scene.ts";

const WRITERS = 14;
const MESSAGES_PER_SECOND = 300;
const READERS = 4;
const RECONNECTS = 200;
const BACK_WITHIN_MS = 30_000;
const WARM_UP_MS = 3_000;

export const reconnects: Scene = {
  title: `${RECONNECTS} reconnects of ${READERS} readers while ${WRITERS} people write ${MESSAGES_PER_SECOND} messages a second`,
  play: (onEvent) => onStage(WRITERS + READERS, onEvent, play),
};

async function play({ stage, chatters, onEvent, over }: Scenery): Promise<Goal[]> {
  seatInGlobal(chatters);
  await untilAllAreIn(chatters);
  const writers = chatters.slice(0, WRITERS);
  const readers = chatters.slice(WRITERS);
  const everyMs = (1000 * WRITERS) / MESSAGES_PER_SECOND;
  const talking = writers.map((chatter, n) => talk(chatter, random(n), everyMs, over.signal));
  await pause(WARM_UP_MS);

  const before = { at: performance.now(), acknowledged: acknowledged(writers), welcomes: welcomes(readers) };
  await Promise.all(readers.map((reader, n) => comeAndGo(reader, RECONNECTS / READERS, random(100 + n))));
  const seconds = (performance.now() - before.at) / 1000;
  const flow = (acknowledged(writers) - before.acknowledged) / seconds;
  const returns = welcomes(readers) - before.welcomes;
  over.abort();
  await Promise.all(talking);
  onEvent(`${returns} reconnects in ${seconds.toFixed(1)} s, ${Math.round(flow)} messages a second`);
  const latencies = writers.flatMap(({ journal }) => journal.acknowledgements.map(({ afterMs }) => afterMs));
  latencies.sort((a, b) => a - b);
  onEvent(`99 of 100 acknowledged within ${Math.round(percentile(latencies, 0.99))} ms`);
  return [
    atLeast("reconnects", RECONNECTS, returns),
    // Of what is meant to be said, a few are always on their way.
    atLeast("messages a second meanwhile", MESSAGES_PER_SECOND * 0.95, flow),
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
