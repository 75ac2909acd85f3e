/** A scene with a goal: one command, measured numbers, and a judgement that anybody can repeat. */
import type { Chatter } from "../chatter.ts";
import { check, type Findings } from "../checker.ts";
import { comeToRest } from "../ending.ts";
import { countsOf } from "../figures.ts";
import { invite } from "../people.ts";
import { type Stage, setStage } from "../stage.ts";
import { watch } from "../watch.ts";

export interface Goal {
  what: string;
  goal: string;
  measured: string;
  isMet: boolean;
}

export interface Scene {
  /** In one sentence. */
  title: string;
  play(onEvent: (line: string) => void): Promise<Goal[]>;
}

export interface Scenery {
  stage: Stage;
  chatters: Chatter[];
  onEvent(line: string): void;
  /** Aborted when people are to fall silent, at the latest when the scene is over. */
  over: AbortController;
}

/** Sets the stage for so many people, lets them play, and clears it whatever happens. `vars` are the Worker's, beside raised limits. */
export async function onStage(
  people: number,
  onEvent: (line: string) => void,
  play: (scenery: Scenery) => Promise<Goal[]>,
  set: () => Promise<Stage> = setStage,
): Promise<Goal[]> {
  const stage = await set();
  const chatters: Chatter[] = [];
  const over = new AbortController();
  try {
    await invite(stage, people, 1, chatters);
    const measured = watch(stage, chatters);
    const goals = await play({ stage, chatters, onEvent, over });
    const { peakMemoryMiB, recordLagMs, ownDelayMs } = measured();
    onEvent(
      `the runtime held ${peakMemoryMiB} MiB at most, D1 was ${(recordLagMs / 1000).toFixed(1)} s behind at most`,
    );
    onEvent(`what is measured here may be wrong by ${ownDelayMs} ms, by which this process itself was late`);
    return goals;
  } finally {
    over.abort();
    for (const chatter of chatters) await chatter.close();
    await stage.clear();
  }
}

/** A number that must stay under a limit. */
export function under(what: string, limit: number, measured: number, unit: string): Goal {
  return {
    what,
    goal: `under ${limit} ${unit}`,
    measured: `${Math.round(measured)} ${unit}`,
    isMet: measured < limit,
  };
}

/** Something of which there must be so many. */
export function exactly(what: string, goal: number, measured: number): Goal {
  return { what, goal: String(goal), measured: String(measured), isMet: measured === goal };
}

/** A number that must be reached. */
export function atLeast(what: string, goal: number, measured: number, unit = ""): Goal {
  const of = (n: number) => `${Math.round(n)} ${unit}`.trim();
  return { what, goal: `at least ${of(goal)}`, measured: of(measured), isMet: measured >= goal };
}

/** Brings everything to rest and holds it against all promises: whatever the scene is about, these hold. */
export async function promisesKept(stage: Stage, chatters: readonly Chatter[]): Promise<Goal[]> {
  const { evidence } = await comeToRest(stage, chatters);
  const findings = check(evidence);
  const acknowledged = `of ${evidence.acknowledgements.length} acknowledged`;
  return Object.entries(countsOf([findings])).map(([kind, count]) => {
    const [example] = examplesOf(findings, kind);
    return {
      what: `${TITLES[kind] ?? kind} ${acknowledged}`,
      goal: "0",
      measured: example === undefined ? String(count) : `${count}, as ${example}`,
      isMet: count === 0,
    };
  });
}

const TITLES: Record<string, string> = {
  lost: "LOST",
  doubled: "DOUBLED",
  phantom: "PHANTOM",
  altered: "ALTERED",
  notDelivered: "NOT DELIVERED",
  shownTwice: "SHOWN TWICE",
  outOfOrder: "OUT OF ORDER",
  leaked: "LEAKED",
};

function examplesOf(findings: Findings, kind: string): string[] {
  return Object.entries(findings).find(([name]) => name === kind)?.[1] ?? [];
}

export function goalsAsText(goals: readonly Goal[]): string {
  const line = ({ what, goal, measured, isMet }: Goal) =>
    `${isMet ? "met   " : "MISSED"} ${what}: ${measured} (${goal})`;
  return goals.map(line).join("\n");
}

export function goalsAsMarkdown(goals: readonly Goal[]): string {
  const row = ({ what, goal, measured, isMet }: Goal) =>
    `| ${what} | ${goal} | ${measured} | ${isMet ? "met" : "**missed**"} |`;
  return ["| | goal | measured | |", "| --- | ---: | ---: | --- |", ...goals.map(row)].join("\n");
}
