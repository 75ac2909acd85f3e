/** Somebody stops reading while fifty megabytes pass: it is their connection that ends, and nobody else notices. */
import { setTimeout as pause } from "node:timers/promises";
import type { Timeline } from "../../../web/client/timeline.ts";
import { CLOSE, GLOBAL_ROOM_ID, LIMITS } from "../../../worker/protocol.ts";
import type { Chatter } from "../chatter.ts";
import type { Connection } from "../evidence.ts";
import { seatInGlobal, untilAllAreIn } from "../people.ts";
import type { Stage } from "../stage.ts";
import { until, untilTrue } from "../until.ts";
import { memoryKiB } from "../watch.ts";
import { listeningSocket } from "../wire.ts";
import { wordOf } from "../words.ts";
import { atLeast, exactly, type Goal, onStage, promisesKept, type Scene, type Scenery, under } from "./scene.ts";

const WRITERS = 6;
const PASSING_BYTES = 50_000_000;
const GOAL_GROWTH_MIB = 40;
const LOOK_EVERY_MS = 100;
const PASSED_WITHIN_MS = 120_000;
const CALM_PASSAGES = 2;
const WELCOME_WITHIN_MS = 10_000;
const CLOSED_WITHIN_MS = 30_000;
// The longest body that there is, of four bytes a character.
const FIRST_WORD = `${wordOf(GLOBAL_ROOM_ID)} `;
const BODY = FIRST_WORD + "🎈".repeat(LIMITS.bodyCodePoints - FIRST_WORD.length);
const BODY_BYTES = new TextEncoder().encode(BODY).length;

export const slowReader: Scene = {
  title: `one of ${WRITERS + 1} people stops reading while ${PASSING_BYTES / 1e6} MB pass`,
  play: (onEvent) => onStage(WRITERS + 1, onEvent, play),
};

async function play({ stage, chatters, onEvent, over }: Scenery): Promise<Goal[]> {
  const writers = chatters.slice(0, WRITERS);
  const [reader] = chatters.slice(WRITERS);
  if (!reader) throw new Error("nobody reads");
  seatInGlobal(writers);
  await untilAllAreIn(writers);

  // First with everybody reading, so that what the runtime needs for such a crowd is not taken for the reader's.
  for (let n = 0; n < CALM_PASSAGES; n++) {
    onEvent(`everybody reads: ${describe(await letPass(stage, writers, over.signal))}`);
  }
  const connection = await connectPlainly(reader);
  const readOn = reader.line.stopReading();
  const slow = await letPass(stage, writers, over.signal);
  onEvent(`one reads nothing: ${describe(slow)}`);
  readOn();
  await untilTrue(
    "the connection of who did not read ends",
    CLOSED_WITHIN_MS,
    () => connection.closeCode !== undefined,
  );
  reader.join(GLOBAL_ROOM_ID, endOf(connection));
  return [
    atLeast("megabytes that passed meanwhile", PASSING_BYTES / 1e6, slow.bytes / 1e6),
    exactly("who did not read was closed with", CLOSE.tooSlow, connection.closeCode ?? 0),
    under("memory of the runtime grew by", GOAL_GROWTH_MIB, slow.peakMiB - slow.firstMiB, "MiB"),
    ...(await promisesKept(stage, chatters)),
  ];
}

/** Without the client layer, which would give up a connection that shows no sign of life before the room does. */
async function connectPlainly({ line, device }: Chatter): Promise<Connection> {
  const opened: Connection[] = [];
  const ListeningSocket = listeningSocket((connection) => opened.push(connection));
  const address = `${line.origin.replace("http", "ws")}/ws/rooms/${GLOBAL_ROOM_ID}?ticket=${await device().api.ticket()}`;
  new ListeningSocket(address);
  return until("a welcome", WELCOME_WITHIN_MS, () => opened.find(({ frames }) => frames.length > 0));
}

/** Where the next connection has to go on. */
function endOf({ frames }: Connection): Pick<Timeline, "epoch" | "rev" | "headSeq"> {
  const headSeq = Math.max(...frames.map((frame) => Math.max(frame.headSeq ?? 0, frame.marks.at(-1)?.[0] ?? 0)));
  return { epoch: frames[0]?.epoch, rev: frames.at(-1)?.rev ?? 0, headSeq };
}

interface Passage {
  bytes: number;
  seconds: number;
  /** Of the runtime: before it, and the most of it. */
  firstMiB: number;
  peakMiB: number;
}

/** Everybody writes as fast as they are answered, until so many bytes have gone out to each. */
async function letPass(stage: Stage, writers: readonly Chatter[], signal: AbortSignal): Promise<Passage> {
  const startedAt = performance.now();
  const first = countAcknowledged(writers);
  const firstMiB = memoryMiB(stage);
  let peakMiB = firstMiB;
  const bytes = () => (countAcknowledged(writers) - first) * BODY_BYTES;
  const timer = setInterval(() => {
    peakMiB = Math.max(peakMiB, memoryMiB(stage));
  }, LOOK_EVERY_MS);
  try {
    const writing = writers.map((writer) => write(writer, () => bytes() < PASSING_BYTES && !signal.aborted));
    await untilTrue("so much has passed", PASSED_WITHIN_MS, () => bytes() >= PASSING_BYTES);
    await Promise.all(writing);
  } finally {
    clearInterval(timer);
  }
  return { bytes: bytes(), seconds: (performance.now() - startedAt) / 1000, firstMiB, peakMiB };
}

async function write(writer: Chatter, isWanted: () => boolean): Promise<void> {
  while (isWanted()) {
    if (writer.device().unsent() < 2) writer.say(GLOBAL_ROOM_ID, BODY);
    else await pause(1);
  }
}

function countAcknowledged(writers: readonly Chatter[]): number {
  return writers.reduce((sum, { journal }) => sum + journal.acknowledgements.length, 0);
}

function memoryMiB(stage: Stage): number {
  const runtime = stage.runtime();
  return runtime === undefined ? 0 : memoryKiB(runtime, "VmRSS") / 1024;
}

function describe({ bytes, seconds, firstMiB, peakMiB }: Passage): string {
  const memory = `memory from ${Math.round(firstMiB)} to ${Math.round(peakMiB)} MiB at most`;
  return `${Math.round(bytes / 1e6)} MB in ${seconds.toFixed(1)} s, ${memory}`;
}
