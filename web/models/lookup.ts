import { type ReadonlySignal, signal } from "@preact/signals";
import { type ApiError, asApiError } from "../client/api-error.ts";

export type LookupState<T> =
  | { kind: "idle" }
  | { kind: "loading"; last?: T }
  | { kind: "found"; value: T }
  | { kind: "failed"; error: ApiError };

/** A search as one types: the last question's answer is the one that counts. */
export interface Lookup<T> {
  state: ReadonlySignal<LookupState<T>>;
  /** Asks soon, or with `isNow` at once and also what it has an answer to; an empty question is none, unless it was made for that. */
  ask(question: string, isNow?: boolean): void;
  close(): void;
}

// Long enough to skip most keystrokes, short enough to feel live.
const SETTLED_MS = 180;

/** With `asksEmpty` an empty question is asked too: for what has something to show before anybody types. */
export function createLookup<T>(
  find: (question: string, signal: AbortSignal) => Promise<T>,
  { asksEmpty = false } = {},
): Lookup<T> {
  const state = signal<LookupState<T>>({ kind: "idle" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;
  let asked: string | undefined;

  function cancel(): void {
    clearTimeout(timer);
    running?.abort();
    running = undefined;
  }

  async function run(question: string): Promise<void> {
    const mine = new AbortController();
    running = mine;
    try {
      const value = await find(question, mine.signal);
      if (running === mine) state.value = { kind: "found", value };
    } catch (thrown) {
      if (running === mine) state.value = { kind: "failed", error: asApiError(thrown) };
    }
  }

  return {
    state,
    close: cancel,
    ask: (question, isNow = false) => {
      const text = question.trim();
      const isUnderWay = running !== undefined && state.value.kind === "loading";
      if (text === asked && (isNow ? isUnderWay : state.value.kind !== "failed")) return;
      asked = text;
      cancel();
      if (text === "" && !asksEmpty) {
        state.value = { kind: "idle" };
        return;
      }
      const now = state.value;
      state.value = {
        kind: "loading",
        last: now.kind === "found" ? now.value : now.kind === "loading" ? now.last : undefined,
      };
      timer = setTimeout(() => void run(text), isNow ? 0 : SETTLED_MS);
    },
  };
}
