/** Waiting for something that has a name, never for a time. */
import { setTimeout as pause } from "node:timers/promises";

const ASK_EVERY_MS = 50;

/**
 * Resolves with what `find` gives as soon as that is something.
 * @throws Error that says what did not come about within so many ms, with `state` at that moment
 */
export async function until<T>(
  what: string,
  withinMs: number,
  find: () => T | undefined | Promise<T | undefined>,
  state: () => string = () => "",
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms. ${state()}`);
    await pause(ASK_EVERY_MS);
  }
}

/** `until` for what is only true or false; gives the ms that it took. */
export async function untilTrue(
  what: string,
  withinMs: number,
  isTrue: () => boolean | Promise<boolean>,
  state?: () => string,
): Promise<number> {
  const startedAt = performance.now();
  await until(what, withinMs, async () => (await isTrue()) || undefined, state);
  return performance.now() - startedAt;
}
