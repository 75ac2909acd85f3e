/** Run as a process: one of many ways to ask too much, as fast as it goes, for so long. Told by one argument in JSON; says what it got done. */
import { setTimeout as pause } from "node:timers/promises";
import { array, number, object, parse, parseJson, picklist, pipe, string } from "valibot";
import "../../scripts/end-with-parent.ts";

const Told = object({
  kind: picklist(["frames", "sockets", "upgrades", "searches"]),
  origin: string(),
  /** Of people who have an account. */
  tokens: array(string()),
  ms: number(),
});
const told = parse(pipe(string(), parseJson(), Told), process.argv[2]);
const rooms = `${told.origin.replace("http", "ws")}/ws/rooms/global`;
const end = performance.now() + told.ms;
const isOver = () => performance.now() >= end;
const counts: Record<string, number> = {};
const count = (what: string) => {
  counts[what] = (counts[what] ?? 0) + 1;
};

/**
 * Each ms, on each of ten sockets: twice what the runtime reads on a core. It reads a socket until nothing is there before it looks at the
 * next one, closed or not; of still more, each has piled up twice as much as the one before it when its turn comes (docs/reliability.md).
 */
const FRAMES_AT_ONCE = 10;

/** So many at the same time, each again and again. */
const FLOODS: Record<(typeof told)["kind"], { atOnce: number; flood: (token: string) => Promise<void> }> = {
  // Frames that cost the room a look at everybody.
  frames: {
    atOnce: 10,
    async flood(token) {
      const socket = await opened(`${rooms}?ticket=${await ticket(token)}`);
      for (let n = 0; socket.readyState === WebSocket.OPEN && !isOver(); n++) {
        socket.send(n % 3 === 0 ? "{" : '{"type":"typing"}');
        count("frames");
        if (n % FRAMES_AT_ONCE === 0) await pause(1);
      }
      socket.close();
    },
  },
  sockets: {
    atOnce: 20,
    async flood(token) {
      const socket = await opened(`${rooms}?ticket=${await ticket(token)}`);
      count("sockets");
      socket.close();
    },
  },
  upgrades: {
    atOnce: 40,
    async flood() {
      await opened(rooms);
      count("upgrades");
    },
  },
  searches: {
    atOnce: 20,
    async flood(token) {
      const response = await fetch(`${told.origin}/api/search?q=flood%20-nothing`, { headers: bearer(token) });
      await response.arrayBuffer();
      count(`searches ${response.status}`);
    },
  },
};

const { atOnce, flood } = FLOODS[told.kind];
await Promise.all(
  Array.from({ length: atOnce }, async (_, n) => {
    while (!isOver()) {
      await flood(told.tokens[n % told.tokens.length] ?? "").catch(() => count("failed"));
      // What is refused at once must not keep this process from sending.
      await pause(1);
    }
  }),
);
console.log(JSON.stringify(counts));
process.exit(0);

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

async function ticket(token: string): Promise<string> {
  const response = await fetch(`${told.origin}/api/auth/ticket`, { method: "POST", headers: bearer(token) });
  const answer: unknown = await response.json();
  if (response.status !== 200) {
    // Used up for this minute: asked again all the same.
    count("tickets refused");
    return "none";
  }
  return parse(object({ ticket: string() }), answer).ticket;
}

/** Resolves when the first frame came, or when it is closed. */
function opened(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    for (const event of ["message", "close", "error"])
      socket.addEventListener(event, () => resolve(socket), { once: true });
  });
}
