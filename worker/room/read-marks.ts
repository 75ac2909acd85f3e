import { type Rhythm, rhythm } from "./rhythm.ts";

// With the 250 ms that a message takes to the record before its author's mark follows, a list of rooms is at most 2 s behind.
const EVERY_MS = 1_500;

export interface Mark {
  userId: string;
  seq: number;
  /** Set to `seq` also where that is back; else it moves forward only. */
  isExact: boolean;
}

/**
 * How far people have read, on its way to the record. All marks of a room pass here, so what is known here is newer
 * than what the record says. What can be lost, with a crash, is a mark of the last seconds, and never a message.
 */
export class ReadMarks {
  readonly #known = new Map<string, number>();
  #due = new Map<string, Mark>();
  readonly #rhythm: Rhythm;

  /** @param write puts marks into the record; where it throws they are kept until `settle` or the next mark */
  constructor(write: (marks: Mark[]) => Promise<void>, onError: (error: unknown) => void) {
    this.#rhythm = rhythm(EVERY_MS, async () => {
      const marks = this.#due;
      if (marks.size === 0) return;
      this.#due = new Map();
      try {
        await write([...marks.values()]);
      } catch (error) {
        this.#due = new Map([...marks, ...this.#due]);
        onError(error);
      }
    });
  }

  /** How far `userId` has read, where the record says `recorded`. */
  of(userId: string, recorded: number): number {
    return this.#known.get(userId) ?? recorded;
  }

  /** What is known without asking the record. */
  known(userId: string): number | undefined {
    return this.#known.get(userId);
  }

  /** Returns whether that changed anything that is known here. */
  move(userId: string, seq: number, back: boolean): boolean {
    const known = this.#known.get(userId);
    if (known !== undefined && (back ? seq === known : seq <= known)) return false;
    this.#known.set(userId, seq);
    this.#due.set(userId, { userId, seq, isExact: back || this.#due.get(userId)?.isExact === true });
    this.#rhythm.touch();
    return true;
  }

  /** Who wrote a message has read up to it. The mark follows when the message is in the record, as one for many. */
  wrote(userId: string, seq: number): void {
    this.#known.set(userId, Math.max(seq, this.#known.get(userId) ?? 0));
  }

  /** The record has this person's message now: their mark is due. */
  recorded(userId: string, seq: number): void {
    // Whoever marked messages as unread again after writing meant it.
    if ((this.#known.get(userId) ?? seq) < seq) return;
    const due = this.#due.get(userId);
    if (due && due.seq >= seq) return;
    this.#due.set(userId, { userId, seq, isExact: due?.isExact === true });
    this.#rhythm.touch();
  }

  /** What the record says, or a socket that was here before the object slept; what is known already is newer. */
  learn(userId: string, seq: number): void {
    if (!this.#known.has(userId)) this.#known.set(userId, seq);
  }

  /** They are not here any more. */
  forget(userId: string): void {
    this.#known.delete(userId);
    this.#due.delete(userId);
  }

  /** Whether this person's mark has not reached the record yet. */
  isDueOf(userId: string): boolean {
    return this.#due.has(userId);
  }

  /** Whether a mark has not reached the record yet. */
  get isDue(): boolean {
    return this.#due.size > 0;
  }

  settle(): Promise<void> {
    if (this.isDue) this.#rhythm.touch();
    return this.#rhythm.settle();
  }
}
