/** How a run ends: everybody falls silent, everything comes to rest, and what is there is read from every side. */
import { isDeepStrictEqual } from "node:util";
import type { Message } from "../../worker/protocol.ts";
import type { Chatter } from "./chatter.ts";
import type { Evidence } from "./evidence.ts";
import type { RecordedRow } from "./record.ts";
import type { Stage } from "./stage.ts";
import { until } from "./until.ts";
import { wordOf } from "./words.ts";

export interface Ending {
  evidence: Evidence;
  /** From silence until nobody had anything unsent and every screen was up to date. */
  settledMs: number;
}

// The client waits up to 20 s between attempts, and up to 30 s before it sends a refused message again.
const SETTLED_WITHIN_MS = 120_000;
// A probe takes up to 3 s: who looks more often ends a connection that is merely slow.
const LOOK_AGAIN_AFTER_MS = 5_000;
const SHOWN_WITHIN_MS = 30_000;
// The room tries a store that was away again after 30 s at the latest.
const RECORDED_WITHIN_MS = 60_000;
const FOUND_WITHIN_MS = 60_000;
const UNCHANGED_WITHIN_MS = 180_000;

/** Stops the server: its files are read when nothing writes to them any more. */
export async function comeToRest(stage: Stage, chatters: readonly Chatter[]): Promise<Ending> {
  const rooms = [...new Set(chatters.flatMap((chatter) => chatter.rooms()))];
  const silentAt = performance.now();
  await settle(stage, chatters, rooms);
  const settledMs = performance.now() - silentAt;
  const { history, found } = await until("nothing changes any more", UNCHANGED_WITHIN_MS, () =>
    readUnchanged(stage, chatters, rooms),
  );
  await stage.server.end();
  return { evidence: evidenceOf(chatters, history, stage.d1.rows(rooms) ?? new Map(), found), settledMs };
}

async function settle(stage: Stage, chatters: readonly Chatter[], rooms: string[]): Promise<void> {
  const describe = () => {
    const states = chatters.map(({ person, device }) => `${person.username}: ${device().describe()}`);
    return [...states, stage.server.output().slice(-2_000)].join("\n");
  };
  let lookedAt = Number.NEGATIVE_INFINITY;
  async function haveSettled(): Promise<true | undefined> {
    const heads = await headsOf(chatters, rooms);
    const unready = chatters.filter((chatter) => !heads || !chatter.device().isSettled(heads));
    if (performance.now() - lookedAt > LOOK_AGAIN_AFTER_MS) {
      // Somebody looks at these screens: what waits for its next attempt does it now.
      for (const chatter of unready) chatter.device().tryNow();
      lookedAt = performance.now();
    }
    return unready.length === 0 || undefined;
  }
  await until("everything sent and shown", SETTLED_WITHIN_MS, haveSettled, describe);
}

/** The last message of each room; `undefined` while the server may still be on its way up. */
async function headsOf(chatters: readonly Chatter[], rooms: string[]): Promise<Map<string, number> | undefined> {
  try {
    const last = await readAll(rooms, chatters, (chatter, room) => chatter.device().api.history(room, { limit: 1 }));
    return new Map(Array.from(last, ([room, page]) => [room, page.messages.at(-1)?.seq ?? 0]));
  } catch {
    return undefined;
  }
}

/** Everything once, and the history a second time: a device that was lost may have had a last request on its way. */
async function readUnchanged(stage: Stage, chatters: readonly Chatter[], rooms: string[]) {
  const readHistory = () => readAll(rooms, chatters, (chatter, room) => chatter.history(room));
  const history = await readHistory();
  await untilShown(chatters, history);
  await untilRecorded(stage, history);
  const found = await untilFound(rooms, chatters, history);
  return isDeepStrictEqual(history, await readHistory()) ? { history, found } : undefined;
}

/** Asks one who is in it about each room. */
async function readAll<T>(
  rooms: string[],
  chatters: readonly Chatter[],
  read: (chatter: Chatter, room: string) => Promise<T>,
): Promise<Map<string, T>> {
  const all = new Map<string, T>();
  for (const room of rooms) {
    const member = chatters.find((chatter) => chatter.rooms().includes(room));
    if (member) all.set(room, await read(member, room));
  }
  return all;
}

/** The answer to a change may be here before the frame that shows it. */
async function untilShown(chatters: readonly Chatter[], history: Map<string, Message[]>): Promise<void> {
  const revs = new Map(
    Array.from(history, ([room, messages]) => [room, Math.max(0, ...messages.map(({ rev }) => rev))]),
  );
  const isUpToDate = (chatter: Chatter) =>
    chatter.rooms().every((room) => (chatter.device().seat(room)?.rev() ?? 0) >= (revs.get(room) ?? 0));
  await orGoOn(SHOWN_WITHIN_MS, async () => chatters.every(isUpToDate));
}

/** Where it does not come about the checker says which messages are missing. */
async function untilRecorded({ d1 }: Stage, history: Map<string, Message[]>): Promise<void> {
  await orGoOn(RECORDED_WITHIN_MS, async () => {
    const sums = d1.revSums(history.keys());
    return [...history].every(
      ([room, messages]) => sums?.get(room) === messages.reduce((sum, { rev }) => sum + rev, 0),
    );
  });
}

async function untilFound(
  rooms: string[],
  chatters: readonly Chatter[],
  history: Map<string, Message[]>,
): Promise<Map<string, Message[]>> {
  let found = new Map<string, Message[]>();
  await orGoOn(FOUND_WITHIN_MS, async () => {
    found = await readAll(rooms, chatters, (chatter, room) => chatter.find(room, wordOf(room)));
    return [...history].every(([room, messages]) => {
      const toFind = messages.filter(({ deletedAt }) => deletedAt === undefined);
      return (found.get(room)?.length ?? 0) === toFind.length;
    });
  });
  return found;
}

async function orGoOn(withinMs: number, isThere: () => Promise<boolean>): Promise<void> {
  await until("", withinMs, async () => (await isThere()) || undefined).catch(() => undefined);
}

function evidenceOf(
  chatters: readonly Chatter[],
  history: Map<string, Message[]>,
  recorded: Map<string, RecordedRow[]>,
  found: Map<string, Message[]>,
): Evidence {
  return {
    attempts: chatters.flatMap(({ journal }) => journal.attempts),
    acknowledgements: chatters.flatMap(({ journal }) => journal.acknowledgements),
    changes: chatters.flatMap(({ journal }) => journal.changes),
    history,
    recorded,
    found,
    views: chatters.flatMap((chatter) => chatter.views()),
    sightings: chatters.flatMap(({ journal }) => journal.sightings()),
  };
}
