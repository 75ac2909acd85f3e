import * as v from "valibot";
import { Person } from "../protocol.ts";
import { Due, type DueStore, retryAfterMs } from "./due.ts";

const RenamingDue = v.object({
  person: Person,
  /** ms; since when rooms are to be told, and when that is tried next. */
  since: v.number(),
  at: v.number(),
});

/** Another name, on its way to the rooms, which keep it beside what was said: told until all of them know. */
export class Renaming {
  readonly #due: Due<typeof RenamingDue>;
  readonly #tell: (person: Person) => Promise<boolean>;
  /** One at a time: two would tell the rooms in any order. */
  #telling: Promise<void> = Promise.resolve();

  /** @param tell tells every room; returns whether all were reached */
  constructor(store: DueStore, tell: (person: Person) => Promise<boolean>) {
    this.#due = new Due(store, "renaming", RenamingDue);
    this.#tell = tell;
  }

  /** The record has it. What cannot be reached now is told later. */
  begin(person: Person, now: number): Promise<void> {
    this.#due.keep({ person, since: now, at: now + retryAfterMs(now, now) });
    return this.#inTurn(now);
  }

  /** Does what is due. */
  async pass(now: number): Promise<void> {
    const due = this.#due.value;
    if (due && due.at <= now) await this.#inTurn(now);
  }

  /** ms; when the next pass is due, `undefined` where there is none. */
  get dueAt(): number | undefined {
    return this.#due.value?.at;
  }

  #inTurn(now: number): Promise<void> {
    const telling = this.#telling.then(() => this.#tellAll(now));
    this.#telling = telling.catch(() => undefined);
    return telling;
  }

  async #tellAll(now: number): Promise<void> {
    const due = this.#due.value;
    if (!due) return;
    const isTold = await this.#tell(due.person);
    // They may have yet another one by now.
    const next = this.#due.value;
    if (isTold && JSON.stringify(next?.person) === JSON.stringify(due.person)) this.#due.done();
    if (!isTold && next?.since === due.since) this.#due.keep({ ...due, at: now + retryAfterMs(due.since, now) });
  }
}
