// Together under 40 s from the last sign of life: a NAT that forgot us or a sleeping laptop leaves no other trace.
const PING_EVERY_MS = 15_000;
const ANSWER_WITHIN_MS = 20_000;
// Somebody is looking at the screen and waits.
const PROBE_WITHIN_MS = 3_000;

export interface Heartbeat {
  /** The socket opened; until anything is heard it is on trial. */
  start(): void;
  /** Anything at all came from the other side. */
  heard(): void;
  /** Asks now, and is content with a short wait only. Does nothing while there is no socket. */
  probe(): void;
  stop(): void;
}

/** Tells a quiet connection from a dead one: `ping` goes out every 15 s, `onSilence` comes 20 s after one unanswered. */
export function createHeartbeat(options: { ping(): void; onSilence(): void }): Heartbeat {
  let pings: ReturnType<typeof setInterval> | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let endsAt = 0;

  function expectBy(ms: number): void {
    // An earlier deadline stands: a second ping must not prolong the first one's wait.
    if (deadline !== undefined && endsAt <= Date.now() + ms) return;
    clearTimeout(deadline);
    endsAt = Date.now() + ms;
    deadline = setTimeout(() => {
      stop();
      options.onSilence();
    }, ms);
  }

  function heard(): void {
    clearTimeout(deadline);
    deadline = undefined;
  }

  function ping(withinMs: number): void {
    options.ping();
    expectBy(withinMs);
  }

  function stop(): void {
    clearInterval(pings);
    pings = undefined;
    heard();
  }

  return {
    heard,
    stop,
    start: () => {
      stop();
      pings = setInterval(() => ping(ANSWER_WITHIN_MS), PING_EVERY_MS);
      // At once, too: the platform ends a socket that it closes without delay only where something was ever sent on it.
      ping(ANSWER_WITHIN_MS);
    },
    probe: () => {
      if (pings !== undefined) ping(PROBE_WITHIN_MS);
    },
  };
}
