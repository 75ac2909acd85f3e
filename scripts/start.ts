/** `npm start`: makes everything ready, serves, and keeps serving until it is told to stop. */
import { prepare } from "./prepare.ts";
import { Refusal, run } from "./refusal.ts";
import { type Ending, startServer } from "./server.ts";
import { readSettings, requireFreePort, type Settings } from "./settings.ts";
import { untilToldToStop } from "./stopping.ts";

// A server that falls over again and again has a reason that starting does not cure.
const RESTARTS_ALLOWED = 5;
const RESTARTS_WITHIN_MS = 60_000;

const REASONS = {
  exited: "wrangler ended by itself",
  lost: "its runtime is gone",
  silent: "it no longer answers",
  stopped: "it was told to stop",
} as const satisfies Record<Ending, string>;

await run(async () => {
  const settings = readSettings(process.env, process.argv.slice(2));
  await prepare(settings);
  await keepServing(settings);
});

async function keepServing(settings: Settings): Promise<void> {
  const stopping = untilToldToStop();
  const restarts: number[] = [];
  let hasGreeted = false;
  for (;;) {
    const server = startServer(settings);
    stopping.onStop((graceMs) => server.stop(graceMs));
    if ((await server.ready) === "ready" && !stopping.isStopping()) {
      greet(settings, hasGreeted);
      hasGreeted = true;
    }
    const ending = await server.ended;
    if (stopping.isStopping()) return stopping.done();
    // Nothing of it is left to be kept: what matters is on disk already.
    await server.stop(0);
    if (!hasGreeted && ending !== "lost") throw new Refusal("The server did not come up; wrangler's reason is above.");
    noteRestart(restarts);
    await requireFreePort(settings.port);
    console.error(`confab: Starting the server again: ${REASONS[ending]}.`);
  }
}

function greet({ origin }: Settings, isBack: boolean): void {
  console.log(isBack ? `Confab is back at ${origin}` : `Confab is at ${origin}\nPress Ctrl-C to stop it.`);
}

function noteRestart(restarts: number[]): void {
  const now = Date.now();
  restarts.push(now);
  if (restarts.filter((at) => now - at < RESTARTS_WITHIN_MS).length > RESTARTS_ALLOWED) {
    throw new Refusal("The server keeps falling over; the lines above say why.");
  }
}
