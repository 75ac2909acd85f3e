/** What people in one room notice of a flood in another. */
import type { Sample } from "../figures.ts";
import { Load, type Outcome } from "../load.ts";
import { onServer, type Scenario, type Stage, sampleOf } from "./scenario.ts";

const QUIET_PEOPLE = 20;
/** Messages a second of all people in the room together: a lively room, and far more than anybody can read. */
const QUIET_PER_SECOND = 20;
const FLOOD_PER_SECOND = 100;
/** By the other loads: the slowest hundredth of 20 messages a second is few of them, and what slows them comes every few seconds. */
const TIMES_AS_LONG = 3;
/** Longer than anything is measured. */
const UNTIL_TOLD = 3_600;
const JOINING = { order: "join", atOnce: 20, settleMs: 0 } as const;

export const flood: Scenario = {
  name: "flood",
  title: "a quiet room beside a flood",
  run: (stage) =>
    onServer(stage, async (running, quiet) => {
      const { people, seconds } = stage.options;
      const flooded = await running.seats(people[0] ?? 1);
      const seats = await running.elsewhere?.(QUIET_PEOPLE);
      if (!seats) return [];
      const load = { order: "open", warmSeconds: Math.min(2, seconds), seconds } as const;
      const talk = { ...load, perSecond: QUIET_PER_SECOND };
      const rush = { ...load, perSecond: FLOOD_PER_SECOND };
      // A process of its own that gives way: who is in the one room must not wait for those in the other.
      const loud = new Load(running.pids, stage.cores, true);
      try {
        await loud.meet(running.place);
        await loud.measure({ ...JOINING, seats: flooded });
        await quiet.measure({ ...JOINING, seats });
        // What comes first would be slow because it is the first.
        await Promise.all([quiet.measure(talk), loud.measure(rush)]);
        const longTalk = { ...talk, seconds: seconds * TIMES_AS_LONG };
        const alone = await quiet.measure(longTalk);
        const [beside, all] = await Promise.all([
          quiet.measure(longTalk).finally(() => loud.enough()),
          loud.measure({ ...rush, seconds: UNTIL_TOLD }),
        ]);
        return samplesOf(stage, [alone, await quiet.measure(longTalk)], beside, all);
      } finally {
        loud.end();
      }
    }),
};

/** The sender is told of a message in the frame that everybody gets, so that times of deliveries are those of acknowledgements. */
function samplesOf(stage: Stage, alone: readonly [Outcome, Outcome], beside: Outcome, all: Outcome): Sample[] {
  const { p50, p99 } = beside.times;
  // Before the flood and after it: the machine of one moment is not that of the next.
  const [before, after] = alone;
  const own = { p50: (before.times.p50 + after.times.p50) / 2, p99: (before.times.p99 + after.times.p99) / 2 };
  const slowed = p99 / own.p99;
  return [
    sampleOf(flood, stage, "quiet room alone", before, own),
    sampleOf(flood, stage, "quiet room beside a flood", beside, { p50, p99, slowed }),
    sampleOf(flood, stage, "the flood", all, { deliveriesPerSecond: all.deliveries / all.seconds }),
  ];
}
