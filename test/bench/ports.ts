/** Below the ports that the system gives to outgoing connections: a thousand sockets must not take that of a server to come. */
import { createServer } from "node:net";

const FIRST_PORT = 24_900;
const LAST_PORT = 24_999;

export async function choosePort(): Promise<number> {
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) if (await isFree(port)) return port;
  throw new Error(`No free port from ${FIRST_PORT} to ${LAST_PORT}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    // On all addresses: a server on one of them is in the way as well.
    probe.listen({ port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
