/** People who come: a thousand at once into one room, and some after each other into one that is busy with nothing else. */
import type { Sample } from "../figures.ts";
import type { Load, Outcome } from "../load.ts";
import type { Running } from "../subjects/subject.ts";
import { onServer, type Scenario, type Stage, sampleOf } from "./scenario.ts";

const AT_ONCE = 20;
/** A room is filled in as many parts, to see whether the last cost more than the first. */
const PARTS = 5;
const PER_SECOND = [1, 100];
/** Long enough for what is told a second later to have been told; it is part of what a join costs. */
const SETTLED_MS = 1_500;

export const fill: Scenario = {
  name: "fill",
  title: "filling a room",
  async run(stage) {
    const people = Math.max(...stage.options.people);
    return onServer(stage, async (running, load) => {
      // The first one starts what is there from then on, whoever comes.
      await joining(running, load, 1);
      const parts: Outcome[] = [];
      for (let part = 0; part < PARTS; part++) parts.push(await joining(running, load, Math.floor(people / PARTS)));
      const [first, last] = [parts[0], parts.at(-1)];
      if (!first || !last) return [];
      const cpuSeconds = parts.reduce((sum, part) => sum + part.cpuSeconds, 0);
      const count = parts.reduce((sum, part) => sum + part.count, 0);
      const growth = last.cpuSeconds / first.cpuSeconds;
      const cpuPerJoin = (cpuSeconds / count) * 1_000;
      const stolen = Math.max(...parts.map((part) => part.stolen));
      const wrong = parts.reduce((sum, part) => sum + part.wrong, 0);
      const all = { ...last, stolen, wrong };
      return [sampleOf(fill, stage, `fill with ${people}`, all, { cpuSeconds, cpuPerJoin, growth })];
    });
  },
};

export const joins: Scenario = {
  name: "joins",
  title: "joining a room",
  async run(stage) {
    const samples: Sample[] = [];
    for (const perSecond of PER_SECOND) samples.push(await joinAt(perSecond, stage));
    return samples;
  },
};

/** Into a room of the middle size. */
function joinAt(perSecond: number, stage: Stage): Promise<Sample> {
  const { people, seconds } = stage.options;
  const there = people[Math.floor((people.length - 1) / 2)] ?? 1;
  return onServer(stage, async (running, load) => {
    await joining(running, load, there);
    const outcome = await joining(running, load, perSecond * seconds, perSecond);
    const { p50, p99 } = outcome.times;
    return sampleOf(joins, stage, `join ${there}@${perSecond}`, outcome, { p50, p99, cpuPerJoin: perJoin(outcome) });
  });
}

async function joining(running: Running, load: Load, count: number, perSecond?: number): Promise<Outcome> {
  const seats = await running.seats(count);
  return load.measure({ order: "join", seats, perSecond, atOnce: AT_ONCE, settleMs: SETTLED_MS });
}

const perJoin = ({ cpuSeconds, count }: Outcome) => (cpuSeconds / count) * 1_000;
