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

let place: { host: string; port: number; cores: number[] } | undefined;
let crowd: Crowd | undefined;
let current: Measuring | undefined;

const tell = (answer: Answer) => process.send?.(answer);
const mark: Mark = () => tell({ answer: "mark" });

process.on("message", async (message) => {
  try {
    const order = v.parse(Order, message);
    if (order.order === "enough") current?.enough();
    else tell({ answer: "done", measured: await obey(order) });
  } catch (error) {
    tell({ answer: "failed", why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

async function obey(order: Exclude<Order, { order: "enough" }>): Promise<Measured | undefined> {
  if (order.order === "meet") {
    place = { host: order.host, port: order.port, cores: order.cores };
    crowd = new Crowd(place, DIALECTS[order.dialect]);
    return undefined;
  }
  const measuring = new Measuring(met(place).cores);
  current = measuring;
  switch (order.order) {
    case "join":
      return join(met(crowd), measuring, order);
    case "closed":
      return closed(met(crowd), measuring, order, mark);
    case "open":
      return open(met(crowd), measuring, order, mark);
    case "quiet":
      return quiet(met(crowd), measuring, order);
    case "ask":
      return ask(met(place), measuring, order, mark);
  }
}

async function join(people: Crowd, measuring: Measuring, order: Extract<Order, { order: "join" }>): Promise<Measured> {
  const all = async () => {
    measuring.addAll(await people.join(order.seats, order));
    measuring.counted(order.seats.length);
    await pause(order.settleMs);
  };
  const measured = await measuring.during(all, mark);
  people.check();
  return measured;
}

async function quiet(
  people: Crowd,
  measuring: Measuring,
  order: Extract<Order, { order: "quiet" }>,
): Promise<Measured> {
  const measured = await measuring.run(order, mark);
  people.check();
  return measured;
}

function met<T>(known: T | undefined): T {
  if (known === undefined) throw new Error("Nobody was met before.");
  return known;
}
