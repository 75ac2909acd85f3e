/** D1 is away for a minute while six people talk: nobody notices, and D1 has everything soon after. */
import { setTimeout as pause } from "node:timers/promises";
import { random } from "../../support/random.ts";
import type { Chatter } from "../chatter.ts";
import { percentile } from "../figures.ts";
import { seatInPairs, talk, untilAllAreIn } from "../people.ts";
import type { Stage } from "../stage.ts";
import { untilTrue } from "../until.ts";
import { createReader } from "./history-reader.ts";
import { atLeast, exactly, type Goal, onStage, promisesKept, type Scene, type Scenery, under } from "./scene.ts";

const PEOPLE = 6;
const MESSAGES_PER_SECOND = 50;
const WARM_UP_MS = 5_000;
const AWAY_MS = 60_000;
const GOAL_P99_MS = 250;
const GOAL_CAUGHT_UP_MS = 30_000;
// Longer than the goal, to be able to say by how much it was missed.
const CAUGHT_UP_WITHIN_MS = 120_000;

const HOW = `under ${MESSAGES_PER_SECOND} messages a second from ${PEOPLE} people`;

/** In the local runtime a locked D1 answers no reads either, and so HTTP says `unavailable`. */
export const d1Locked: Scene = {
  title: `D1 is locked for ${AWAY_MS / 1000} s ${HOW}`,
  play: (onEvent) => onStage(PEOPLE, onEvent, (scenery) => play(scenery, { leave: lock, canBeRead: false })),
};

export const d1ReadOnly: Scene = {
  title: `D1 takes no writes for ${AWAY_MS / 1000} s ${HOW}`,
  play: (onEvent) => onStage(PEOPLE, onEvent, (scenery) => play(scenery, { leave: refuse, canBeRead: true })),
};

interface How {
  /** @returns what brings D1 back */
  leave(stage: Stage): Promise<() => Promise<void>>;
  canBeRead: boolean;
}

async function lock({ d1 }: Stage): Promise<() => Promise<void>> {
  const release = await d1.lock("record");
  return async () => release();
}

function refuse({ d1 }: Stage): Promise<() => Promise<void>> {
  return d1.refuseWrites();
}

async function play({ stage, chatters, onEvent, over }: Scenery, { leave, canBeRead }: How): Promise<Goal[]> {
  const rooms = seatInPairs(chatters);
  await untilAllAreIn(chatters);
  const everyMs = (1000 * PEOPLE) / MESSAGES_PER_SECOND;
  const talking = chatters.map((chatter, n) => talk(chatter, random(n), everyMs, over.signal));
  await pause(WARM_UP_MS);

  const comeBack = await leave(stage);
  const leftAt = performance.now();
  const atFirst = countRecorded(stage, rooms);
  onEvent(`D1 is away; it has ${atFirst} messages`);
  const reader = createReader(chatters, rooms);
  await reader.readFor(AWAY_MS);
  const taken = countRecorded(stage, rooms) - atFirst;
  over.abort();
  await Promise.all(talking);
  const backAt = performance.now();
  await comeBack();
  onEvent(`D1 is back; of ${reader.count()} readings of the history ${reader.answered()} were answered`);

  const caughtUpMs = await untilTrue("D1 has what was acknowledged", CAUGHT_UP_WITHIN_MS, () =>
    hasAll(stage, chatters),
  );
  await reader.read();
  const latencies = latenciesBetween(chatters, leftAt, backAt);
  return [
    exactly("messages that D1 took meanwhile", 0, taken),
    atLeast("messages acknowledged meanwhile", MESSAGES_PER_SECOND * (AWAY_MS / 1000) * 0.95, latencies.length),
    under("half of them acknowledged within", GOAL_P99_MS, percentile(latencies, 0.5), "ms"),
    under("99 of 100 acknowledged within", GOAL_P99_MS, percentile(latencies, 0.99), "ms"),
    ...(canBeRead ? [exactly("readings of the history that failed", 0, reader.count() - reader.answered())] : []),
    exactly("acknowledged messages that a reading of the history did not have", 0, reader.missing()),
    under("after that D1 equals what was acknowledged within", GOAL_CAUGHT_UP_MS, caughtUpMs, "ms"),
    ...(await promisesKept(stage, chatters)),
  ];
}

function countRecorded({ d1 }: Stage, rooms: string[]): number {
  return [...(d1.lastSeqs(rooms)?.values() ?? [])].reduce((sum, seq) => sum + seq, 0);
}

/** Of what was queued and acknowledged between the two, ascending. */
function latenciesBetween(chatters: readonly Chatter[], from: number, to: number): number[] {
  return chatters
    .flatMap(({ journal }) => journal.acknowledgements)
    .filter(({ at, afterMs }) => at - afterMs >= from && at <= to)
    .map(({ afterMs }) => afterMs)
    .sort((a, b) => a - b);
}

function hasAll(stage: Stage, chatters: readonly Chatter[]): boolean {
  const acknowledged = chatters.flatMap(({ journal }) => journal.acknowledgements);
  const rows = stage.d1.rows(new Set(acknowledged.map(({ room }) => room)));
  if (!rows) return false;
  const there = new Set([...rows].flatMap(([room, all]) => all.map(({ seq, id }) => `${room} ${seq} ${id}`)));
  return acknowledged.every(({ room, seq, id }) => there.has(`${room} ${seq} ${id}`));
}
