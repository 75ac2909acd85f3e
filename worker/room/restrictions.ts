import * as v from "valibot";
import type { Room } from "../protocol.ts";

/** What slows a room down, or silences all but its moderators. */
const Restrictions = v.object({
  /** Seconds between two messages of one person; 0 where there is no such rule. */
  slowMode: v.number(),
  locked: v.boolean(),
});
export type Restrictions = v.InferOutput<typeof Restrictions>;

/** As the wire has them: nothing where there are none. */
export function shownRestrictions({ slowMode, locked }: Restrictions): Pick<Room, "slowMode" | "locked"> {
  return { ...(slowMode > 0 ? { slowMode } : {}), ...(locked ? { locked } : {}) };
}

const KEY = "restrictions";
const NONE: Restrictions = { slowMode: 0, locked: false };

/** Those of one room. They hold from the moment they are written down here; the record follows. */
export class RestrictionNote {
  readonly #store: Pick<SyncKvStorage, "get" | "put">;
  #now: Restrictions;

  constructor(store: Pick<SyncKvStorage, "get" | "put">) {
    this.#store = store;
    const stored = store.get(KEY);
    this.#now = stored === undefined ? NONE : v.parse(Restrictions, stored);
  }

  get now(): Restrictions {
    return this.#now;
  }

  /** Returns whether anything is different now. */
  change(patch: Partial<Restrictions>): boolean {
    const after = { ...this.#now, ...patch };
    if (after.slowMode === this.#now.slowMode && after.locked === this.#now.locked) return false;
    this.#now = after;
    this.#store.put(KEY, after);
    return true;
  }
}
