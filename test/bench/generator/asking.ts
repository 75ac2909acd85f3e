/** Requests over HTTP, each on a connection that is kept, so many beside each other. */
import { Agent, request } from "node:http";
import type { Mark, Measuring } from "./measuring.ts";
import type { Measured, Order } from "./orders.ts";

type Ask = Extract<Order, { order: "ask" }>;

export async function ask(
  place: { host: string; port: number },
  measuring: Measuring,
  order: Ask,
  mark: Mark,
): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.atOnce });
  let [isOver, next] = [false, 0];
  async function askOn(): Promise<void> {
    while (!isOver) {
      const path = order.paths[next++ % order.paths.length] ?? "/";
      const startedAt = performance.now();
      await get(agent, { ...place, path, headers: order.headers }, order.expect);
      if (!measuring.isOn) continue;
      measuring.add(performance.now() - startedAt);
      measuring.counted();
    }
  }
  const all = Promise.all(Array.from({ length: order.atOnce }, askOn));
  try {
    // What fails in between ends it at once.
    const measured = await Promise.race([measuring.run(order, mark), all.then(() => undefined)]);
    if (!measured) throw new Error("It ended before its time.");
    if (measured.count === 0) throw new Error(`Nothing of ${order.paths} was answered within ${order.seconds} s.`);
    return measured;
  } finally {
    isOver = true;
    await all.catch(() => undefined);
    agent.destroy();
  }
}

function get(
  agent: Agent,
  options: { host: string; port: number; path: string; headers: Record<string, string> },
  expected: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(chunks);
        if (response.statusCode === 200 && body.includes(expected)) return resolve();
        reject(new Error(`${options.path} answered ${response.statusCode}: ${body.toString("utf8").slice(0, 300)}`));
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}
