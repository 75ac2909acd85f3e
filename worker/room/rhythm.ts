/**
 * The one rhythm of everything that goes out: the first at once, then gathered. A quiet room is served without delay,
 * a busy one in few large pieces. No timer stands while nothing is due, so that an idle object may hibernate.
 */
export interface Rhythm {
  /** Something is there to go out. */
  touch(): void;
  /** What is waiting goes out now, and not when its time comes; nothing where nothing waits or something is on its way. */
  hurry(): void;
  /** Lets what is waiting go out at once; resolves when it is out. */
  settle(): Promise<void>;
}

/**
 * @param everyMs asked each time where it is a function: the least time between the end of one run and the start of the next
 * @param run sends everything that is pending; runs never overlap. Where it throws, `run` itself has said so and kept what is pending
 */
export function rhythm(everyMs: number | (() => number), run: () => void | Promise<void>): Rhythm {
  let isDue = false;
  let running: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastEnd = Number.NEGATIVE_INFINITY;

  function start(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    isDue = false;
    const result = run();
    if (!(result instanceof Promise)) {
      lastEnd = Date.now();
      return Promise.resolve();
    }
    running = result.finally(() => {
      running = undefined;
      lastEnd = Date.now();
      if (isDue) schedule();
    });
    return running;
  }

  function schedule(): void {
    if (timer !== undefined || running) return;
    const wait = lastEnd + (typeof everyMs === "number" ? everyMs : everyMs()) - Date.now();
    if (wait <= 0) void start();
    else timer = setTimeout(() => void start(), wait);
  }

  return {
    touch() {
      isDue = true;
      schedule();
    },
    hurry() {
      if (isDue && !running) void start();
    },
    async settle() {
      while (running) await running;
      if (isDue) await start();
    },
  };
}
