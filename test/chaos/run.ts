/** One run: people who talk, things that go wrong, and at the end the evidence held against the promises. */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { descendantsOf } from "../../scripts/processes.ts";
import { directRoomId, GLOBAL_ROOM_ID, type Message } from "../../worker/protocol.ts";
import { random } from "../support/random.ts";
import { type Server, startServer } from "../support/server.ts";
import { type Chatter, createChatter, isForeign } from "./chatter.ts";
import { check, type Findings } from "./checker.ts";
import type { Evidence } from "./evidence.ts";
import { FAULTS, type Fault, inflict, openRecord } from "./faults.ts";
import { type Network, startNetwork } from "./network.ts";

export interface Plan {
  seed: number;
  /** How long people talk. */
  seconds: number;
  clients: number;
  faults?: readonly Fault[];
  onEvent?: (line: string) => void;
}

export interface Report {
  findings: Findings;
  figures: {
    attempted: number;
    acknowledged: number;
    unknown: number;
    inHistory: number;
    p50Ms: number;
    p99Ms: number;
    /** The longest time in which nobody got an acknowledgement. */
    outageMs: number;
    /** From the last message until the record had everything. */
    recordLagMs: number;
    peakMemoryMiB: number;
  };
}

const SETTLED_WITHIN_MS = 90_000;
const RECORDED_WITHIN_MS = 60_000;

export async function runChaos({ seed, seconds, clients, faults = FAULTS, onEvent = () => {} }: Plan): Promise<Report> {
  const server = await startServer();
  const network = await startNetwork(server.port);
  const chatters: Chatter[] = [];
  try {
    for (let n = 0; n < clients; n++) chatters.push(await createChatter(`chatter_${n}`, network.origin, server.origin));
    const rooms = seat(chatters);
    const memory = watchMemory(server);
    const leaks: string[] = [];
    const end = performance.now() + seconds * 1000;
    await Promise.all([
      ...chatters.map((chatter, n) => talk(chatter, random(seed * 1000 + n), end)),
      trouble({ server, network, chance: random(seed), faults, end, onEvent }),
      pry(chatters, rooms, random(seed + 1), end, leaks),
    ]);
    onEvent("everybody falls silent");
    const history = await settle(server, chatters, rooms);
    const silentAt = performance.now();
    const recorded = await untilRecorded(server, history);
    const recordLagMs = performance.now() - silentAt;
    const evidence = evidenceOf(chatters, history, recorded, leaks);
    return {
      findings: check(evidence),
      figures: { ...figuresOf(evidence, chatters), recordLagMs: Math.round(recordLagMs), peakMemoryMiB: memory.stop() },
    };
  } finally {
    for (const chatter of chatters) chatter.close();
    await network.close();
    await server.stop();
  }
}

/** Everybody sits in the global room, and each next to a neighbour in a room of two. */
function seat(chatters: Chatter[]): string[] {
  const rooms = new Set([GLOBAL_ROOM_ID]);
  chatters.forEach((chatter, n) => {
    chatter.join(GLOBAL_ROOM_ID);
    const next = chatters[(n + 1) % chatters.length];
    if (!next || next === chatter) return;
    const room = directRoomId(chatter.person.id, next.person.id);
    for (const one of [chatter, next]) if (!one.rooms().includes(room)) one.join(room);
    rooms.add(room);
  });
  return [...rooms];
}

async function talk(chatter: Chatter, chance: ReturnType<typeof random>, end: number): Promise<void> {
  for (let n = 1; performance.now() < end; n++) {
    const room = chance.pick(chatter.rooms());
    chatter.say(room, `${wordOf(room)} ${n} ${"lorem ipsum ".repeat(chance.below(20))}`.trim());
    await pause(20 + chance.below(120));
  }
}

interface Trouble {
  server: Server;
  network: Network;
  chance: ReturnType<typeof random>;
  faults: readonly Fault[];
  end: number;
  onEvent: (line: string) => void;
}

async function trouble({ faults, end, onEvent, ...parts }: Trouble): Promise<void> {
  const start = performance.now();
  while (performance.now() < end) {
    await pause(500 + parts.chance.below(2_500));
    const fault = parts.chance.pick(faults);
    const what = await inflict(fault, parts);
    onEvent(`${((performance.now() - start) / 1000).toFixed(1)} s: ${what}`);
  }
}

async function pry(
  chatters: Chatter[],
  rooms: string[],
  chance: ReturnType<typeof random>,
  end: number,
  leaks: string[],
) {
  while (performance.now() < end) {
    await pause(500);
    const room = chance.pick(rooms);
    const strangers = chatters.filter(({ person }) => isForeign(room, person.id));
    if (strangers.length > 0) leaks.push(...(await chance.pick(strangers).pry(room, wordOf(room))));
  }
}

/** A word that is said in one room alone. */
function wordOf(room: string): string {
  return room.replaceAll(":", "x");
}

/** Waits until nothing is on its way any more; returns each room's whole history, read by one who is in it. */
async function settle(server: Server, chatters: Chatter[], rooms: string[]): Promise<Map<string, Message[]>> {
  const deadline = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    for (const chatter of chatters) chatter.wake();
    await pause(1_000);
    const history = await readAll(chatters, rooms).catch(() => undefined);
    const heads = new Map([...(history ?? [])].map(([room, messages]) => [room, messages.length]));
    if (history && chatters.every((chatter) => chatter.isSettled(heads))) return history;
    if (performance.now() > deadline) {
      const state = chatters.map((chatter) => chatter.unsettled()).join("\n");
      throw new Error(`not settled after ${SETTLED_WITHIN_MS} ms:\n${state}\n${server.output().slice(-3_000)}`);
    }
  }
}

async function readAll(chatters: Chatter[], rooms: string[]): Promise<Map<string, Message[]>> {
  const history = new Map<string, Message[]>();
  for (const room of rooms) {
    const member = chatters.find((chatter) => chatter.rooms().includes(room));
    if (member) history.set(room, await member.history(room));
  }
  return history;
}

type Rows = Evidence["recorded"];

async function untilRecorded(server: Server, history: Map<string, Message[]>): Promise<Rows> {
  const deadline = performance.now() + RECORDED_WITHIN_MS;
  for (;;) {
    const recorded = readRecord(server, [...history.keys()]);
    const isThere = [...history].every(([room, messages]) => recorded.get(room)?.length === messages.length);
    if (isThere || performance.now() > deadline) return recorded;
    await pause(100);
  }
}

function readRecord(server: Server, rooms: string[]): Rows {
  const database = openRecord(server.stateDir);
  try {
    const rows = database.prepare("select seq, id, body from messages where room_id = ? order by seq");
    return new Map(
      rooms.map((room) => [
        room,
        rows.all(room).map(({ seq, id, body }) => ({ seq: Number(seq), id: String(id), body: String(body) })),
      ]),
    );
  } finally {
    database.close();
  }
}

function evidenceOf(chatters: Chatter[], history: Map<string, Message[]>, recorded: Rows, leaks: string[]): Evidence {
  return {
    attempts: chatters.flatMap(({ attempts }) => attempts),
    acknowledgements: chatters.flatMap(({ acknowledgements }) => acknowledgements),
    history,
    recorded,
    views: chatters.flatMap((chatter) => chatter.views()),
    leaks,
  };
}

function figuresOf({ attempts, acknowledgements, history }: Evidence, chatters: Chatter[]) {
  const latencies = acknowledgements.map(({ afterMs }) => afterMs).sort((a, b) => a - b);
  const at = (share: number) => Math.round(latencies[Math.floor(latencies.length * share)] ?? 0);
  const times = chatters.flatMap(({ acknowledgedAt }) => acknowledgedAt).sort((a, b) => a - b);
  const gaps = times.map((time, index) => time - (times[index - 1] ?? time));
  return {
    attempted: attempts.length,
    acknowledged: acknowledgements.length,
    unknown: attempts.length - acknowledgements.length,
    inHistory: [...history.values()].reduce((sum, messages) => sum + messages.length, 0),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    outageMs: Math.round(gaps.reduce((longest, gap) => Math.max(longest, gap), 0)),
  };
}

/** The most that all processes of the server held together, in MiB. */
function watchMemory(server: Server) {
  let peak = 0;
  const timer = setInterval(() => {
    const kilobytes = descendantsOf(server.pid()).reduce((sum, { pid }) => sum + residentKilobytes(pid), 0);
    peak = Math.max(peak, kilobytes / 1024);
  }, 1_000);
  return {
    stop() {
      clearInterval(timer);
      return Math.round(peak);
    },
  };
}

function residentKilobytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    // It ended while we looked, or this system has no /proc.
    return 0;
  }
}
