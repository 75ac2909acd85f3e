/** One run: people who talk, things that go wrong, and at the end the evidence held against the promises. */

import { random } from "../support/random.ts";
import type { Chatter } from "./chatter.ts";
import { check } from "./checker.ts";
import { comeToRest } from "./ending.ts";
import { inflictOnNetwork, inflictOnServer, peace } from "./faults.ts";
import { figuresOf, percentile, type Report } from "./figures.ts";
import { invite, seatInPairs, talk, untilAllAreIn } from "./people.ts";
import { networkPlan, serverPlan } from "./plan.ts";
import { pry } from "./pry.ts";
import { type Stage, setStage } from "./stage.ts";
import { watch } from "./watch.ts";
import type { Random } from "./words.ts";

export interface Run {
  seed: number;
  /** How long people talk. */
  seconds: number;
  clients: number;
  /** Messages a second, of all people together. */
  rate: number;
  /** How much peace there is between faults; 1 unless told, 0.5 for half as much. */
  pace?: number;
  onEvent(line: string): void;
}

const PROGRESS_EVERY_MS = 10_000;

export async function runChaos(run: Run): Promise<Report> {
  const stage = await setStage();
  const chatters: Chatter[] = [];
  try {
    await invite(stage, run.clients, run.seed, chatters);
    const rooms = seatInPairs(chatters);
    await untilAllAreIn(chatters);
    const measured = watch(stage, chatters);
    const refusals = await talkAndSuffer(run, stage, chatters, rooms);
    run.onEvent("everybody falls silent");
    const { evidence, settledMs } = await comeToRest(stage, chatters);
    return { findings: check(evidence), figures: figuresOf(evidence, { ...measured(), settledMs, refusals }) };
  } finally {
    for (const chatter of chatters) await chatter.close();
    await stage.clear();
  }
}

/** @returns how often a stranger was refused */
async function talkAndSuffer(run: Run, stage: Stage, chatters: Chatter[], rooms: string[]): Promise<number> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), run.seconds * 1000);
  const everyMs = (1000 * run.clients) / run.rate;
  const startedAt = performance.now();
  const note = (line: string) => run.onEvent(`${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${line}`);
  const progress = setInterval(() => note(progressOf(chatters)), PROGRESS_EVERY_MS);
  try {
    const [refusals] = await Promise.all([
      pry(chatters, rooms, random(run.seed + 1), over.signal),
      troubleServer(run, stage, over.signal, note),
      troubleNetwork(run, chatters, over.signal, note),
      beImpatient(chatters, random(run.seed + 2), over.signal),
      ...chatters.map((chatter, n) => talk(chatter, random(run.seed * 1_000 + 500 + n), everyMs, over.signal)),
    ]);
    return refusals;
  } finally {
    // Where one of them failed, the others end now.
    over.abort();
    clearTimeout(timer);
    clearInterval(progress);
  }
}

/** Whoever sees that there is no connection presses "try now" after a moment, as the page lets them. */
async function beImpatient(chatters: readonly Chatter[], chance: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await peace(500 + chance.below(1_500), signal);
    for (const chatter of chatters) if (!chatter.device().isConnected()) chatter.device().tryNow();
  }
}

async function troubleServer({ seed, pace }: Run, stage: Stage, signal: AbortSignal, note: (line: string) => void) {
  for (const { afterMs, fault } of serverPlan(seed, pace)) {
    await peace(afterMs, signal);
    if (signal.aborted) return;
    note(await inflictOnServer(fault, stage));
  }
}

async function troubleNetwork(
  { seed, clients, pace }: Run,
  chatters: Chatter[],
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<void> {
  const going: Promise<void>[] = [];
  for (const { afterMs, fault } of networkPlan(seed, clients, pace)) {
    await peace(afterMs, signal);
    if (signal.aborted) break;
    const done = inflictOnNetwork(fault, chatters, signal).then(note);
    // One who does not read harms nobody else: what comes next need not wait for them.
    if (fault.kind === "stop reading") going.push(done);
    else await done;
  }
  await Promise.all(going);
}

function progressOf(chatters: readonly Chatter[]): string {
  const attempts = chatters.reduce((sum, { journal }) => sum + journal.attempts.length, 0);
  const latencies = chatters.flatMap(({ journal }) => journal.acknowledgements.map(({ afterMs }) => afterMs));
  const median = percentile(
    latencies.sort((a, b) => a - b),
    0.5,
  );
  return `${latencies.length} of ${attempts} messages acknowledged, half of them within ${Math.round(median)} ms`;
}
