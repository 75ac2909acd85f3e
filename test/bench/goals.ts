/** How far ahead ours is meant to be, as ratios that hold on any machine. */
import type { Figure } from "./figures.ts";
import type { Row } from "./summary.ts";

export interface Goal {
  load: string;
  figure: Figure;
  /** Whose figure ours is divided by; `undefined` where ours is looked at by itself. */
  against: string | undefined;
  atLeast?: number;
  atMost?: number;
}

const CHANNELS = "Django Channels";
const PUB_SUB = "Django Channels, pub/sub";
const SOCKET_IO = "socket.io";
const BARE = "bare object";

const per200And1000 = (goal: Omit<Goal, "load">): Goal[] =>
  ["closed 200", "closed 1000"].map((load) => ({ load, ...goal }));

export const GOALS: Goal[] = [
  ...per200And1000({ figure: "deliveriesPerSecond", against: CHANNELS, atLeast: 15 }),
  ...per200And1000({ figure: "cpuPer1000", against: CHANNELS, atMost: 1 / 12 }),
  ...per200And1000({ figure: "deliveriesPerSecond", against: PUB_SUB, atLeast: 8 }),
  ...per200And1000({ figure: "cpuPer1000", against: PUB_SUB, atMost: 1 / 7 }),
  ...per200And1000({ figure: "deliveriesPerSecond", against: SOCKET_IO, atLeast: 1 }),
  { load: "open 200@100", figure: "cpuPer1000", against: SOCKET_IO, atMost: 3 },
  { load: "open 200@10", figure: "p50", against: SOCKET_IO, atMost: 2.5 },
  { load: "open 200@10", figure: "p99", against: SOCKET_IO, atMost: 1.5 },
  { load: "open 200@10", figure: "cpuPer1000", against: BARE, atMost: 1.6 },
  ...["open 200@100", "open 1000@100", "closed 200", "closed 1000"].map(
    (load): Goal => ({ load, figure: "cpuPer1000", against: BARE, atMost: 1 }),
  ),
  { load: "quiet room beside a flood", figure: "slowed", against: undefined, atMost: 1.5 },
  { load: "fill with 1000", figure: "cpuSeconds", against: BARE, atMost: 6 },
  { load: "fill with 1000", figure: "growth", against: undefined, atMost: 1.25 },
  { load: "history, the newest", figure: "growth", against: undefined, atMost: 1.25 },
  ...["rare word", "two common words", "phrase", "common word in a small room"].map(
    (kind): Goal => ({ load: `search: ${kind}`, figure: "p95", against: undefined, atMost: 50 }),
  ),
];

export interface Judged {
  goal: Goal;
  /** `undefined` where it was not measured in this run. */
  value: number | undefined;
  isMet: boolean | undefined;
}

export function judge(rows: readonly Row[], ours: string, goals: readonly Goal[] = GOALS): Judged[] {
  return goals.map((goal) => {
    const { load, figure, against, atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = goal;
    const row = rows.find((each) => each.load === load && each.subject === (against ?? ours));
    const value = against === undefined ? row?.medians[figure] : row?.ratios[figure];
    return { goal, value, isMet: value === undefined ? undefined : value >= atLeast && value <= atMost };
  });
}
