/** Ctrl-C, a plain kill, a closed terminal: all of them mean to end every process and then this one. */
import { callerOf, isAlive } from "./processes.ts";

type Stop = (graceMs?: number) => Promise<void>;

export interface Stopping {
  /** What to end when the time comes; the latest one counts. */
  onStop(stop: Stop): void;
  isStopping(): boolean;
  /** Resolves when all is ended. */
  done(): Promise<void>;
}

const LOOK_FOR_NPM_MS = 1_000;
// One Ctrl-C may arrive twice, from the terminal and passed on by npm.
const SAME_SIGNAL_WITHIN_MS = 500;

export function untilToldToStop(): Stopping {
  let stop: Stop = async () => {};
  let ending: Promise<void> | undefined;
  let begunAt = 0;
  const begin = () => {
    if (!ending) {
      begunAt = Date.now();
      ending = stop();
    } else if (Date.now() - begunAt > SAME_SIGNAL_WITHIN_MS) {
      // Told again, someone is in a hurry.
      void stop(0);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, begin);
  stopWithNpm(begin);
  return {
    onStop(next) {
      stop = next;
      if (ending) ending = next();
    },
    isStopping: () => ending !== undefined,
    async done() {
      await ending;
    },
  };
}

/** npm killed outright tells nobody; what it left behind would keep the port. */
function stopWithNpm(stop: () => void): void {
  const npm = process.env["npm_lifecycle_event"] === undefined ? undefined : callerOf(process.pid);
  if (npm === undefined) return;
  const timer = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(timer);
    stop();
  }, LOOK_FOR_NPM_MS);
  timer.unref();
}
