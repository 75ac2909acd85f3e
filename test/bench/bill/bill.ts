/** Counts what each thing that people do costs, on the built Worker with a counter before it. */
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { inProject } from "../../../scripts/project.ts";
import { startLeanServer } from "../../support/server.ts";
import { Crowd } from "../generator/crowd.ts";
import { DIALECTS } from "../generator/dialects.ts";
import { choosePort } from "../ports.ts";
import { runningOn } from "../subjects/confab.ts";
import { NO_LIMITS } from "../subjects/limits.ts";
import { type Act, actsIn } from "./acts.ts";
import { Counts, dollarsPerMillion, each } from "./prices.ts";

export interface Item {
  name: string;
  times: number;
  /** Of one. */
  counts: Counts;
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
  const server = await startLeanServer(NO_LIMITS, { isDirect: true, before, port: await choosePort() });
  const crowd = new Crowd({ host: "localhost", port: server.port }, DIALECTS.confab);
  try {
    const running = runningOn(server);
    const [search] = (await running.search?.(messages)) ?? [];
    const list = await running.rooms?.(ROOMS);
    if (!search || !list) throw new Error("There is nothing to ask for.");
    const path = `/api/rooms/global/messages?before=${Math.ceil(messages / 2)}&limit=50`;
    const history = { paths: [path], headers: search.asking.headers, expect: '"seq"' };
    const pages = { origin: server.origin, history, list, search: search.asking };
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
  const before = await countsAt(origin);
  await act.play();
  // The one wait by the clock: that nothing more comes cannot be waited for.
  await pause(act.settledMs);
  crowd.check();
  const counts = each(before, await countsAt(origin), act.times);
  const item = { name: act.name, times: act.times, counts, dollarsPerMillion: dollarsPerMillion(counts) };
  if (!act.goal) return item;
  const { what, atMost, of } = act.goal;
  const value = of(counts);
  return { ...item, goal: { what, atMost, value, isMet: value <= atMost } };
}

async function countsAt(origin: string): Promise<Counts> {
  return v.parse(Counts, await (await fetch(`${origin}/counts`)).json());
}
