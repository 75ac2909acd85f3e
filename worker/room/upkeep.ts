import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { Outbox } from "./outbox.ts";
import type { Tickets } from "./tickets.ts";
import type { Timeline } from "./timeline.ts";

/** What the record refused for good may have been a fault of ours that a deploy has cured. */
const SET_ASIDE_RETRY_EVERY_MS = 60 * 60 * 1000;

const Notes = v.object({
  /** Up to which rev each store has everything. Noted here, not at each write: what is written again after a crash changes nothing. */
  recorded: v.number(),
  indexed: v.number(),
  /** ms */
  setAsideTriedAt: v.optional(v.number(), 0),
});
type Notes = v.InferOutput<typeof Notes>;
const NOTHING: Notes = { recorded: 0, indexed: 0, setAsideTriedAt: 0 };

/** Where the notes are kept: the part of an object's `SyncKvStorage` that is needed. */
type NoteStore = Pick<SyncKvStorage, "get" | "put">;

/** What a room notes from one alarm to the next. */
export class UpkeepNotes {
  readonly #store: NoteStore;
  #notes: Notes;

  constructor(store: NoteStore) {
    this.#store = store;
    this.#notes = v.parse(v.fallback(Notes, NOTHING), store.get("cursors"));
  }

  get now(): Readonly<Notes> {
    return this.#notes;
  }

  /** Writes only where something changed. */
  keep(change: Partial<Notes>): void {
    const notes = { ...this.#notes, ...change };
    if (isDeepStrictEqual(notes, this.#notes)) return;
    this.#notes = notes;
    this.#store.put("cursors", notes);
  }
}

/**
 * What a room's alarm is for: everything out, what is safe elsewhere forgotten.
 * @returns whether something is left, for which it should ring again
 */
export async function tidy(
  { timeline, outbox, tickets, notes }: { timeline: Timeline; outbox: Outbox; tickets: Tickets; notes: UpkeepNotes },
  now = Date.now,
): Promise<boolean> {
  await outbox.settle();
  const { recorded, indexed } = outbox.cursors;
  // Without an await in between: the notes must not be behind what was forgotten.
  timeline.trim(Math.min(recorded, indexed), now());
  notes.keep({ recorded, indexed });
  if (timeline.setAside.seqs.size > 0 && now() - notes.now.setAsideTriedAt > SET_ASIDE_RETRY_EVERY_MS) {
    await outbox.retrySetAside();
    notes.keep({ setAsideTriedAt: now() });
  }
  const hasTickets = tickets.sweep(now());
  return hasTickets || !outbox.isEmpty;
}
