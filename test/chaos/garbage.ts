/** V8 collects when it is short of room. Until then, what is kept and what is garbage look the same from outside. */
import { array, number, object, optional, parse, parseJson, pipe, string } from "valibot";

const Targets = array(object({ id: string(), webSocketDebuggerUrl: string() }));
const Answer = pipe(string(), parseJson(), object({ id: optional(number()) }));

// Our Worker and the local databases, as the runtime names them. The others have nothing to do, and so never answer.
const BUSY = /^(core:user:|d1:)/;
const ASKED = 1;
const WITHIN_MS = 30_000;

/**
 * Collects garbage in a local runtime. An isolate does that beside a request, so that somebody has to be asking it meanwhile.
 * @param inspectorPort the runtime's, on loopback
 * @throws where an isolate does not answer in time
 */
export async function collectGarbage(inspectorPort: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${inspectorPort}/json`);
  const targets = parse(Targets, await response.json());
  const busy = targets.filter(({ id }) => BUSY.test(id));
  await Promise.all(busy.map(({ webSocketDebuggerUrl }) => collectIn(webSocketDebuggerUrl)));
}

async function collectIn(isolate: string): Promise<void> {
  const socket = new WebSocket(isolate);
  try {
    await new Promise<void>((resolve, reject) => {
      setTimeout(() => reject(new Error(`${isolate} did not answer within ${WITHIN_MS} ms`)), WITHIN_MS).unref();
      socket.addEventListener("error", () => reject(new Error(`${isolate} could not be asked`)));
      socket.addEventListener("open", () => {
        socket.send(JSON.stringify({ id: ASKED, method: "HeapProfiler.collectGarbage" }));
      });
      socket.addEventListener("message", ({ data }) => {
        if (parse(Answer, data).id === ASKED) resolve();
      });
    });
  } finally {
    socket.close();
  }
}
