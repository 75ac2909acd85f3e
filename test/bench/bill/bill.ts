/** Counts what each thing that people do costs, on the built Worker with a counter before it. */
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { inProject } from "../../../scripts/project.ts";
import { startLeanServer } from "../../support/server.ts";
import { Crowd } from "../generator/crowd.ts";
import { DIALECTS } from "../generator/dialects.ts";
import { runningOn } from "../subjects/confab.ts";
import { NO_LIMITS } from "../subjects/limits.ts";
import type { Asking } from "../subjects/subject.ts";
import { type Act, actsIn } from "./acts.ts";
import { Counts, dollarsPerMillion, each, eachPlace, Places } from "./prices.ts";

export interface Item {
  name: string;
  times: number;
  /** How often one person does it on a day. */
  aDay: number;
  /** Of one. */
  counts: Counts;
  places: Places;
  dollarsPerMillion: number;
  goal?: { what: string; atMost: number; value: number; isMet: boolean };
}

interface Wanted {
  messages: number;
  seconds: number;
}

/** More than are in most rooms: what is written for each of them would show. */
const PEOPLE = 50;
const ROOMS = 300;

export async function countBill({ messages, seconds }: Wanted, onAct: (name: string) => void): Promise<Item[]> {
  const before = inProject("test", "bench", "bill", "counting.js");
  const server = await startLeanServer(NO_LIMITS, { isDirect: true, before });
  const crowd = new Crowd({ host: "localhost", port: server.port }, DIALECTS.confab);
  try {
    const running = runningOn(server);
    const [search] = (await running.search?.(messages)) ?? [];
    const list = await running.rooms?.(ROOMS);
    if (!search || !list) throw new Error("There is nothing to ask for.");
    const path = `/api/rooms/global/messages?before=${Math.ceil(messages / 2)}&limit=50`;
    const history = { paths: [path], headers: search.asking.headers, expect: '"seq"' };
    const listed = await countRooms(server.origin, list);
    const pages = { origin: server.origin, history, list, listed, search: search.asking };
    const items: Item[] = [];
    for (const act of actsIn(crowd, await running.seats(PEOPLE), pages, seconds)) {
      onAct(act.name);
      items.push(await itemOf(act, server.origin, crowd));
    }
    return items;
  } finally {
    crowd.end();
    await server.stop();
  }
}

async function itemOf(act: Act, origin: string, crowd: Crowd): Promise<Item> {
  await act.prepare?.();
  const before = await countedAt(origin);
  await act.play();
  // The one wait by the clock: that nothing more comes cannot be waited for.
  await pause(act.settledMs);
  crowd.check();
  const after = await countedAt(origin);
  const counts = each(before.counts, after.counts, act.times);
  const places = eachPlace(before.places, after.places, act.times);
  const { name, times, aDay = 0 } = act;
  const item = { name, times, aDay, counts, places, dollarsPerMillion: dollarsPerMillion(counts) };
  if (!act.goal) return item;
  const { what, atMost, of } = act.goal;
  const value = of(counts, places);
  return { ...item, goal: { what, atMost, value, isMet: value <= atMost } };
}

const Counted = v.object({ counts: Counts, places: Places });

async function countedAt(origin: string): Promise<v.InferOutput<typeof Counted>> {
  return v.parse(Counted, await (await fetch(`${origin}/counts`)).json());
}

/** The one who asks is in the global room and in that of the search as well. */
async function countRooms(origin: string, { paths: [path], headers }: Asking): Promise<number> {
  const answer = await fetch(`${origin}${path}`, { headers });
  return v.parse(v.object({ rooms: v.array(v.unknown()) }), await answer.json()).rooms.length;
}
