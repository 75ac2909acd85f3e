import { type ReadonlySignal, signal } from "@preact/signals";
import { type Person, TYPING_EVERY_MS, TYPING_EXPIRES_MS } from "../../worker/protocol.ts";

export interface Typing {
  /** Who is writing just now, the one who started first in front. */
  people: ReadonlySignal<readonly Person[]>;
  heard(person: Person): void;
  /** That person's message came, or they left. */
  stopped(userId: string): void;
  /** We are writing; the others are told at most once in 3 s. */
  say(): void;
  clear(): void;
}

export function createTyping(tell: () => void, now: () => number = Date.now): Typing {
  const people = signal<readonly Person[]>([]);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let saidAt = Number.NEGATIVE_INFINITY;

  function stopped(userId: string): void {
    const timer = timers.get(userId);
    if (timer === undefined) return;
    clearTimeout(timer);
    timers.delete(userId);
    people.value = people.value.filter(({ id }) => id !== userId);
  }

  return {
    people,
    stopped,
    heard: (person) => {
      if (timers.has(person.id)) clearTimeout(timers.get(person.id));
      else people.value = [...people.value, person];
      timers.set(
        person.id,
        setTimeout(() => stopped(person.id), TYPING_EXPIRES_MS),
      );
    },
    say: () => {
      if (now() - saidAt < TYPING_EVERY_MS) return;
      saidAt = now();
      tell();
    },
    clear: () => {
      for (const userId of [...timers.keys()]) stopped(userId);
    },
  };
}
