import type { ServerFrame } from "../protocol.ts";
import { type Rhythm, rhythm } from "./rhythm.ts";

const EVERY_MS = 1_000;
/** Above this only the number of people is told: naming each to each grows with the square. */
const NAMED = 100;

export interface Online {
  online: string[] | null;
  count: number;
}

/** Who has the room open: people, not sockets. Told at most once a second, and only where it changed. */
export class Presence {
  readonly #people: ReadonlySet<string>;
  readonly #rhythm: Rhythm;
  #told = "";

  /** @param people who may be seen, by user id, as it is at any time */
  constructor(people: ReadonlySet<string>, broadcast: (frame: ServerFrame) => void) {
    this.#people = people;
    this.#rhythm = rhythm(EVERY_MS, () => {
      const frame: ServerFrame = { type: "presence", ...this.now() };
      const told = JSON.stringify(frame);
      if (told === this.#told) return;
      this.#told = told;
      broadcast(frame);
    });
  }

  now(): Online {
    const count = this.#people.size;
    return { online: count > NAMED ? null : [...this.#people], count };
  }

  changed(): void {
    this.#rhythm.touch();
  }
}
