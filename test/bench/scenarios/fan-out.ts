/** What one writes and everybody reads: as fast as it goes, and at the pace of a conversation. */
import type { Sample } from "../figures.ts";
import type { Outcome } from "../load.ts";
import { onServer, type Scenario, type Stage, sampleOf } from "./scenario.ts";

const SENDERS = 10;
const OUTSTANDING = 5;
/** Messages a second of all people together. The slowest hundredth of 10 a second is few of them, so they are measured for longer. */
const PACES = [
  { perSecond: 10, timesAsLong: 3 },
  { perSecond: 100, timesAsLong: 1 },
];
const JOINING_AT_ONCE = 20;

export const fanOut: Scenario = {
  name: "fan-out",
  title: "messages to everybody in a room",
  async run(stage) {
    const samples: Sample[] = [];
    for (const people of stage.options.people) samples.push(...(await inRoomOf(people, stage)));
    return samples;
  },
};

function inRoomOf(people: number, stage: Stage): Promise<Sample[]> {
  const { seconds } = stage.options;
  const time = { warmSeconds: Math.min(2, seconds), seconds };
  return onServer(stage, async (running, load) => {
    await load.measure({ order: "join", seats: await running.seats(people), atOnce: JOINING_AT_ONCE, settleMs: 0 });
    const samples: Sample[] = [];
    for (const { perSecond, timesAsLong } of PACES) {
      const outcome = await load.measure({ order: "open", perSecond, ...time, seconds: seconds * timesAsLong });
      samples.push(sampleOf(fanOut, stage, `open ${people}@${perSecond}`, outcome, openFigures(outcome)));
    }
    // Last: it leaves the most to be written behind it.
    const order = { order: "closed", senders: SENDERS, outstanding: OUTSTANDING, ...time } as const;
    const outcome = await load.measure(order);
    samples.push(sampleOf(fanOut, stage, `closed ${people}`, outcome, closedFigures(outcome)));
    return samples;
  });
}

function openFigures({ times: { p50, p99 }, ...outcome }: Outcome) {
  return { p50, p99, cpuPer1000: cpuPer1000(outcome) };
}

function closedFigures(outcome: Outcome) {
  return { deliveriesPerSecond: outcome.deliveries / outcome.seconds, cpuPer1000: cpuPer1000(outcome) };
}

function cpuPer1000({ cpuSeconds, deliveries }: Pick<Outcome, "cpuSeconds" | "deliveries">): number {
  return deliveries === 0 ? Number.NaN : (cpuSeconds / deliveries) * 1_000;
}
