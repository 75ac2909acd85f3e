import { type Rhythm, rhythm } from "./rhythm.ts";

// A list of rooms is at most 2 s behind.
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
  /** On their way just now. */
  #carried: ReadonlyMap<string, Mark> = new Map();
  #carrying: Promise<unknown> = Promise.resolve();
  readonly #rhythm: Rhythm;

  /** @param write puts marks into the record; where it throws they are kept until `settle` or the next mark */
  constructor(write: (marks: Mark[]) => Promise<void>, onError: (error: unknown) => void) {
    this.#rhythm = rhythm(EVERY_MS, async () => {
      try {
        await this.carry(async (marks) => {
          if (marks.length > 0) await write(marks);
        });
      } catch (error) {
        onError(error);
      }
    });
  }

  /**
   * Hands over all marks that are due to a write that goes out anyway. Where that throws they are due again. One such write at a time: each
   * goes on from what the one before it left.
   */
  carry(write: (marks: Mark[]) => Promise<void>): Promise<void> {
    const carrying = this.#carrying.then(async () => {
      const marks = this.#due;
      this.#due = new Map();
      this.#carried = marks;
      try {
        await write([...marks.values()]);
      } catch (error) {
        for (const [userId, mark] of marks) {
          const newer = this.#due.get(userId);
          // Somebody may have gone back and then read on: from there, and not from where they had been.
          this.#due.set(userId, newer ? merged(mark, newer) : mark);
        }
        throw error;
      } finally {
        this.#carried = new Map();
      }
    });
    this.#carrying = carrying.catch(() => undefined);
    return carrying;
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

  /** Who wrote a message has read up to it. The mark goes to the record with the message. */
  wrote(userId: string, seq: number): void {
    this.#known.set(userId, Math.max(seq, this.#known.get(userId) ?? 0));
  }

  /** This person's message is about to go to the record: so is their mark, with it. */
  goesWith(userId: string, seq: number): void {
    // Whoever marked messages as unread again after writing meant it.
    if ((this.#known.get(userId) ?? seq) < seq) return;
    const due = this.#due.get(userId);
    if (due && due.seq >= seq) return;
    this.#due.set(userId, { userId, seq, isExact: due?.isExact === true });
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
    return this.#due.has(userId) || this.#carried.has(userId);
  }

  /** Whether a mark has not reached the record yet. */
  get isDue(): boolean {
    return this.#due.size > 0 || this.#carried.size > 0;
  }

  async settle(): Promise<void> {
    if (this.#due.size > 0) this.#rhythm.touch();
    await this.#rhythm.settle();
    await this.#carrying;
  }
}

/** Both are to be written; where they only move forward it is the one that is further. */
function merged(older: Mark, newer: Mark): Mark {
  const seq = newer.isExact || older.isExact ? newer.seq : Math.max(older.seq, newer.seq);
  return { userId: newer.userId, seq, isExact: newer.isExact || older.isExact };
}
