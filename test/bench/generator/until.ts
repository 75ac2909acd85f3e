/** Waiting for something that has a name, often enough that what is due is not late by it. */
import { setTimeout as pause } from "node:timers/promises";

/** @throws Error that says what did not come about, with `state` at that moment */
export async function untilTrue(
  what: string,
  withinMs: number,
  isTrue: () => boolean,
  state: () => string = () => "",
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${Math.round(withinMs)} ms. ${state()}`);
    await pause(1);
  }
}
