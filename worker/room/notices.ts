import { rhythm } from "./rhythm.ts";

const WATCHING_MS = 2_000;
// A call to an inbox is a request: a flood in a room is gathered for those who do not look at it, too.
const AWAY_MS = 250;

/** Tells the inboxes of people that a room has news: at once those who do not have it open, at most once in 2 s those who do. */
export class Notices {
  readonly #isWatching: (userId: string) => boolean;
  readonly #watching: Gathered;
  readonly #away: Gathered;

  constructor(isWatching: (userId: string) => boolean, notify: (userId: string) => Promise<void>) {
    this.#isWatching = isWatching;
    this.#watching = gathered(WATCHING_MS, notify);
    this.#away = gathered(AWAY_MS, notify);
  }

  tell(userId: string): void {
    const group = this.#isWatching(userId) ? this.#watching : this.#away;
    group.add(userId);
  }
}

interface Gathered {
  add(userId: string): void;
}

function gathered(everyMs: number, notify: (userId: string) => Promise<void>): Gathered {
  let due = new Set<string>();
  const beat = rhythm(everyMs, async () => {
    const userIds = due;
    due = new Set();
    await Promise.all(Array.from(userIds, notify));
  });
  return {
    add(userId) {
      due.add(userId);
      beat.touch();
    },
  };
}
