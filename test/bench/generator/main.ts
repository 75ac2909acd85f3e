/** Run as a process of its own, beside the server: does what it is ordered to and says what came of it. */
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import "../../../scripts/end-with-parent.ts";
import { ask } from "./asking.ts";
import { Crowd } from "./crowd.ts";
import { DIALECTS } from "./dialects.ts";
import { closed, open } from "./fan-out.ts";
import { type Mark, Measuring } from "./measuring.ts";
import { type Answer, type Measured, Order } from "./orders.ts";

let place: { host: string; port: number } | undefined;
let crowd: Crowd | undefined;

const tell = (answer: Answer) => process.send?.(answer);
const mark: Mark = (which) => tell({ answer: "mark", mark: which });

process.on("message", async (message) => {
  try {
    tell({ answer: "done", measured: await obey(v.parse(Order, message)) });
  } catch (error) {
    tell({ answer: "failed", why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

async function obey(order: Order): Promise<Measured | undefined> {
  switch (order.order) {
    case "meet":
      place = { host: order.host, port: order.port };
      crowd = new Crowd(place, DIALECTS[order.dialect]);
      return undefined;
    case "join":
      return join(met(crowd), order);
    case "closed":
      return closed(met(crowd), order, mark);
    case "open":
      return open(met(crowd), order, mark);
    case "quiet":
      return quiet(met(crowd), order);
    case "ask":
      return ask(met(place), order, mark);
  }
}

async function join(people: Crowd, order: Extract<Order, { order: "join" }>): Promise<Measured> {
  const measuring = new Measuring();
  measuring.count = order.seats.length;
  const all = async () => {
    measuring.times.addAll(await people.join(order.seats, order));
    await pause(order.settleMs);
  };
  const measured = await measuring.during(all, mark);
  people.check();
  return measured;
}

async function quiet(people: Crowd, order: Extract<Order, { order: "quiet" }>): Promise<Measured> {
  const measured = await new Measuring().run(order, mark);
  people.check();
  return measured;
}

function met<T>(known: T | undefined): T {
  if (known === undefined) throw new Error("Nobody was met before.");
  return known;
}
