/** A pause that can be cut short. */
export interface Pause {
  /** Resolves after `ms`, or when `skip` is called. At most one waits at a time; a second one ends the first. */
  wait(ms: number): Promise<void>;
  skip(): void;
}

export function createPause(): Pause {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let goOn: (() => void) | undefined;

  function skip(): void {
    clearTimeout(timer);
    goOn?.();
    goOn = undefined;
  }

  return {
    skip,
    wait: (ms) => {
      skip();
      if (ms <= 0) return Promise.resolve();
      return new Promise((resolve) => {
        goOn = resolve;
        timer = setTimeout(skip, ms);
      });
    },
  };
}
