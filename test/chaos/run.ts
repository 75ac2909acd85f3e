/** One run: people who talk, things that go wrong, and at the end the evidence held against the promises. */

import { parse } from "valibot";
import { Body, directRoomId, GLOBAL_ROOM_ID } from "../../worker/protocol.ts";
import { random } from "../support/random.ts";
import { type Chatter, createChatter } from "./chatter.ts";
import { check } from "./checker.ts";
import { comeToRest } from "./ending.ts";
import { inflictOnNetwork, inflictOnServer, peace } from "./faults.ts";
import { figuresOf, percentile, type Report } from "./figures.ts";
import { networkPlan, serverPlan } from "./plan.ts";
import { pry } from "./pry.ts";
import { type Stage, setStage } from "./stage.ts";
import { untilTrue } from "./until.ts";
import { watch } from "./watch.ts";
import { type Random, textOf, wordOf } from "./words.ts";

export interface Run {
  seed: number;
  /** How long people talk. */
  seconds: number;
  clients: number;
  /** Messages a second, of all people together. */
  rate: number;
  onEvent(line: string): void;
}

// Somebody who cannot send stops typing at some point.
const MOST_UNSENT = 60;
const IN_WITHIN_MS = 30_000;
const PROGRESS_EVERY_MS = 10_000;

export async function runChaos(run: Run): Promise<Report> {
  const stage = await setStage();
  const chatters: Chatter[] = [];
  try {
    await invite(run, stage, chatters);
    const rooms = seat(chatters);
    await untilTrue("everybody is in", IN_WITHIN_MS, () => chatters.every((one) => one.device().isSettled(new Map())));
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

async function invite({ seed, clients }: Run, { server }: Stage, chatters: Chatter[]): Promise<void> {
  for (let n = 0; n < clients; n++) {
    const chance = random(seed * 1_000 + n);
    const own = { name: `chatter_${n}`, port: server.port, home: server.origin, random: () => chance.below(1e9) / 1e9 };
    chatters.push(await createChatter(own));
  }
}

/** Everybody sits in the global room, and each next to a neighbour in a room of two. */
function seat(chatters: Chatter[]): string[] {
  const rooms = new Set([GLOBAL_ROOM_ID]);
  for (const [n, chatter] of chatters.entries()) {
    chatter.join(GLOBAL_ROOM_ID);
    const next = chatters[(n + 1) % chatters.length];
    if (!next || next === chatter) continue;
    const room = directRoomId(chatter.person.id, next.person.id);
    for (const one of [chatter, next]) if (!one.rooms().includes(room)) one.join(room);
    rooms.add(room);
  }
  return [...rooms];
}

/** @returns how often a stranger was refused */
async function talkAndSuffer(run: Run, stage: Stage, chatters: Chatter[], rooms: string[]): Promise<number> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), run.seconds * 1000);
  const startedAt = performance.now();
  const note = (line: string) => run.onEvent(`${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${line}`);
  const progress = setInterval(() => note(progressOf(chatters)), PROGRESS_EVERY_MS);
  try {
    const [refusals] = await Promise.all([
      pry(chatters, rooms, random(run.seed + 1), over.signal),
      troubleServer(run, stage, over.signal, note),
      troubleNetwork(run, chatters, over.signal, note),
      beImpatient(chatters, random(run.seed + 2), over.signal),
      ...chatters.map((chatter, n) => talk(chatter, random(run.seed * 1_000 + 500 + n), run, over.signal)),
    ]);
    return refusals;
  } finally {
    // Where one of them failed, the others end now.
    over.abort();
    clearTimeout(timer);
    clearInterval(progress);
  }
}

async function talk(chatter: Chatter, chance: Random, { clients, rate }: Run, signal: AbortSignal): Promise<void> {
  const everyMs = (1000 * clients) / rate;
  // By the clock and not by pauses: what a busy moment holds up is said after it.
  let due = performance.now();
  for (let n = 1; !signal.aborted; n++) {
    due += everyMs * (0.5 + chance.below(1_000) / 1_000);
    await peace(Math.max(0, due - performance.now()), signal);
    if (chatter.device().unsent() > MOST_UNSENT) continue;
    const room = chance.pick(chatter.rooms());
    const body = `${wordOf(room)} ${n} ${textOf(chance)}`;
    chatter.say(room, body, parse(Body, body));
  }
}

/** Whoever sees that there is no connection presses "try now" after a moment, as the page lets them. */
async function beImpatient(chatters: readonly Chatter[], chance: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await peace(500 + chance.below(1_500), signal);
    for (const chatter of chatters) if (!chatter.device().isConnected()) chatter.device().tryNow();
  }
}

async function troubleServer({ seed }: Run, stage: Stage, signal: AbortSignal, note: (line: string) => void) {
  for (const { afterMs, fault } of serverPlan(seed)) {
    await peace(afterMs, signal);
    if (signal.aborted) return;
    note(await inflictOnServer(fault, stage));
  }
}

async function troubleNetwork(
  { seed, clients }: Run,
  chatters: Chatter[],
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<void> {
  const going: Promise<void>[] = [];
  for (const { afterMs, fault } of networkPlan(seed, clients)) {
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
