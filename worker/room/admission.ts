import { CLOSE, GLOBAL_ROOM_ID } from "../protocol.ts";
import { Turns } from "./turns.ts";

/** A socket of somebody is about to come into a room that has `open` of theirs. */
export interface Knock {
  roomId: string;
  open: number;
  /** Another one for each knock. */
  id: string;
}

/** The sockets of one person in a room, and the knock of the one that is coming in. */
export interface Found {
  open: number;
  entering: string | undefined;
}

interface MarkStore {
  put(key: string, value: true): void;
  delete(key: string): unknown;
  list(options: { prefix: string }): Iterable<[string, unknown]>;
}

interface Parts {
  roomId: string;
  store: MarkStore;
  /** How many sockets of this person are open here. */
  openOf(userId: string): number;
  /** How many a person may have, in all rooms together. */
  limit(): number;
  newId(): string;
  /** Has the inbox of that person count one more. Gives the close code where it may not be. */
  ask(userId: string, sessionId: string, knock: Knock): Promise<number | undefined>;
}

const PREFIX = "counted:";

/**
 * The door of a room. Before a socket comes in, the inbox of its person counts it: over all rooms it may be one too many.
 *
 * All but the first one in the global room, which everybody opens: that one every inbox counts as if it were there always. An inbox that needs
 * its place for another room finds that out by asking (`found`), and from then on this room asks for that person as all others do.
 */
export class Admission {
  readonly #parts: Parts;
  /** One after the other, so that what the inbox is told is so. */
  readonly #turns = new Turns();
  readonly #entering = new Map<string, string>();
  /** Those whose first socket counts here, too. */
  readonly #counted: Set<string>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#counted = new Set(Array.from(parts.store.list({ prefix: PREFIX }), ([key]) => key.slice(PREFIX.length)));
  }

  /**
   * Calls `enter` in the turn in which it may: nothing may come between being counted and being there.
   * @returns the close code where the socket may not come in
   */
  async admit(
    { userId, sessionId }: { userId: string; sessionId: string },
    enter: () => Response,
  ): Promise<Response | number> {
    if (this.#isFree(userId)) return enter();
    return this.#turns.take(userId, async () => {
      const open = this.#parts.openOf(userId);
      if (open >= this.#parts.limit()) return CLOSE.tooMany;
      const id = this.#parts.newId();
      this.#entering.set(userId, id);
      try {
        const refusal = await this.#parts.ask(userId, sessionId, { roomId: this.#parts.roomId, open, id });
        if (refusal !== undefined) return refusal;
        this.#mark(userId, false);
        return enter();
      } finally {
        this.#entering.delete(userId);
      }
    });
  }

  /** What is here of that person, for their inbox, which counts on it. */
  found(userId: string): Found {
    const open = this.#parts.openOf(userId);
    if (open === 0 && this.#parts.roomId === GLOBAL_ROOM_ID) this.#mark(userId, true);
    return { open, entering: this.#entering.get(userId) };
  }

  #isFree(userId: string): boolean {
    const { roomId, openOf } = this.#parts;
    return (
      roomId === GLOBAL_ROOM_ID && openOf(userId) === 0 && !this.#counted.has(userId) && !this.#turns.isBusy(userId)
    );
  }

  #mark(userId: string, isCounted: boolean): void {
    if (this.#counted.has(userId) === isCounted) return;
    if (isCounted) {
      this.#counted.add(userId);
      this.#parts.store.put(PREFIX + userId, true);
    } else {
      this.#counted.delete(userId);
      this.#parts.store.delete(PREFIX + userId);
    }
  }
}
