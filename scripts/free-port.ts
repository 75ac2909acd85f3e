/** Ports for servers that are started beside others. */
import { createServer } from "node:net";
import { Refusal } from "./refusal.ts";

// Below those that any system gives to outgoing connections: one of these must not take a port before its server is up, or while
// it is away for a moment.
const FIRST_PORT = 20_000;
const COUNT = 10_000;
const TRIES = 100;

/**
 * A port on which nobody listens at this moment, on any address. By chance, because others may be choosing one as well.
 * @throws Refusal where none was found
 */
export async function freePort(): Promise<number> {
  for (let n = 0; n < TRIES; n++) {
    const port = FIRST_PORT + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
  throw new Refusal(`There seems to be no free port from ${FIRST_PORT} to ${FIRST_PORT + COUNT - 1}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
