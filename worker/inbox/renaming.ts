import * as v from "valibot";
import { Person } from "../protocol.ts";

const RETRY_MIN_MS = 5_000;
const RETRY_MAX_MS = 60 * 60 * 1000;
const KEY = "renaming";

const Due = v.object({
  person: Person,
  /** ms; since when rooms are to be told, and when that is tried next. */
  since: v.number(),
  at: v.number(),
});
type Due = v.InferOutput<typeof Due>;

/** Where it is written down: the part of an object's `SyncKvStorage` that is needed. */
interface DueStore {
  get(key: string): unknown;
  put(key: string, value: Due): void;
  delete(key: string): unknown;
}

/** Another name, on its way to the rooms, which keep it beside what was said: told until all of them know. */
export class Renaming {
  readonly #store: DueStore;
  readonly #tell: (person: Person) => Promise<boolean>;
  /** One at a time: two would tell the rooms in any order. */
  #telling: Promise<void> = Promise.resolve();

  /** @param tell tells every room; returns whether all were reached */
  constructor(store: DueStore, tell: (person: Person) => Promise<boolean>) {
    this.#store = store;
    this.#tell = tell;
  }

  /** The record has it. What cannot be reached now is told later. */
  begin(person: Person, now: number): Promise<void> {
    this.#store.put(KEY, { person, since: now, at: now + RETRY_MIN_MS });
    return this.#inTurn(now);
  }

  /** Does what is due. */
  async pass(now: number): Promise<void> {
    const due = this.#due;
    if (due && due.at <= now) await this.#inTurn(now);
  }

  /** ms; when the next pass is due, `undefined` where there is none. */
  get dueAt(): number | undefined {
    return this.#due?.at;
  }

  #inTurn(now: number): Promise<void> {
    const telling = this.#telling.then(() => this.#tellAll(now));
    this.#telling = telling.catch(() => undefined);
    return telling;
  }

  async #tellAll(now: number): Promise<void> {
    const due = this.#due;
    if (!due) return;
    // Tried less and less often: each time after as long as it has been tried already.
    const waitMs = Math.min(RETRY_MAX_MS, Math.max(RETRY_MIN_MS, now - due.since));
    if (await this.#tell(due.person)) {
      // They may have yet another one by now.
      if (JSON.stringify(this.#due?.person) === JSON.stringify(due.person)) this.#store.delete(KEY);
    } else if (this.#due?.since === due.since) this.#store.put(KEY, { ...due, at: now + waitMs });
  }

  get #due(): Due | undefined {
    const stored = this.#store.get(KEY);
    return stored === undefined ? undefined : v.parse(Due, stored);
  }
}
