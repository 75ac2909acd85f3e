import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { locale } from "../i18n/translate.ts";
import type { Completable, Suggestion } from "../models/completion.ts";
import type { PeopleHere } from "../models/people-here.ts";

// A key that is typed with the word is not to wait for longer on a bad line.
const SETTLED_WITHIN_MS = 300;

/** What the field tells it. */
export interface CompletionHandle {
  /** After each change of the text or the caret. */
  look(): void;
  /** Whether the key, which is none of an input method, was for the list. */
  takeKey(event: KeyboardEvent): boolean;
  close(): void;
}

export interface Completing extends CompletionHandle {
  /** What the word at the caret may become; empty while there is nothing to complete. */
  options: readonly Suggestion[];
  active: number;
  accept(option: Suggestion): void;
}

/**
 * `:name` becomes an emoji, `@name` somebody who is named: chosen from a list as one types, an emoji also at once when the second
 * colon closes a whole name. `loadPeopleHere` is called when somebody is first to be named.
 */
export function useCompletion(
  input: RefObject<HTMLTextAreaElement | null>,
  write: (text: string) => void,
  loadPeopleHere: () => Promise<PeopleHere>,
): Completing {
  const [options, setOptions] = useState<readonly Suggestion[]>([]);
  /** The same at once, and not when it is drawn. */
  const offered = useRef<readonly Suggestion[]>([]);
  const [active, setActive] = useState(0);
  /** What was typed last is still being looked up; what is offered is for what stood there before. */
  const looking = useRef<Promise<void> | undefined>(undefined);
  const word = useRef<Completable | undefined>(undefined);
  const asked = useRef<AbortController | undefined>(undefined);
  const caret = useRef<number | undefined>(undefined);

  // The caret follows what was put in, once the text is in the field.
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  function put({ from, to }: Completable, instead: string): void {
    const text = input.current?.value ?? "";
    // A space that is there already is not put there twice.
    const rest = instead.endsWith(" ") && text[to] === " " ? text.slice(to + 1) : text.slice(to);
    caret.current = from + instead.length;
    write(text.slice(0, from) + instead + rest);
    close();
  }

  function offer(next: readonly Suggestion[]): void {
    offered.current = next;
    setOptions(next);
  }

  function close(): void {
    asked.current?.abort();
    looking.current = undefined;
    word.current = undefined;
    offer([]);
  }

  function look(): void {
    // What cannot be fetched does not complete; the text stays as it is typed.
    const run = lookUp()
      .catch(close)
      .finally(() => {
        if (looking.current === run) looking.current = undefined;
      });
    looking.current = run;
  }

  async function lookUp(): Promise<void> {
    const { value = "", selectionStart = 0 } = input.current ?? {};
    asked.current?.abort();
    if (!/[:@]/.test(value.slice(0, selectionStart))) return close();
    const turn = new AbortController();
    asked.current = turn;
    const { signal } = turn;
    const { complete } = await import("../models/completion.ts");
    const peopleHere: PeopleHere = async (query) => (await loadPeopleHere())(query, signal);
    const completed = await complete(value, selectionStart, { locale: locale(), peopleHere, signal }).catch(
      () => undefined,
    );
    // Somebody typed on while it was fetched.
    if (signal.aborted) return;
    if (completed === undefined) return close();
    if (completed.exact !== undefined) return put(completed.word, completed.exact.text);
    word.current = completed.word;
    offer(completed.options);
    setActive(0);
  }

  function accept(option: Suggestion): void {
    if (word.current !== undefined) put(word.current, option.text);
  }

  /** Whoever types on and presses Enter means what the word is by then: an option of it, or, where there is none, the key itself. */
  async function takeWhenSettled(run: Promise<void>, key: string): Promise<void> {
    await Promise.race([run, new Promise((resolve) => setTimeout(resolve, SETTLED_WITHIN_MS))]);
    const [first] = offered.current;
    if (first !== undefined && looking.current === undefined) return accept(first);
    close();
    input.current?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }

  return {
    options,
    active,
    look,
    accept,
    close,
    takeKey: (event) => {
      const option = offered.current[active];
      if (option === undefined) return false;
      const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
      const step = steps[event.key];
      if (step !== undefined) setActive((active + step + options.length) % options.length);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" || event.key === "Tab") {
        if (looking.current === undefined) accept(option);
        else void takeWhenSettled(looking.current, event.key);
      } else return false;
      event.preventDefault();
      return true;
    },
  };
}

/** Of the option at that place, for the field to point at. */
export function suggestionId(place: number): string {
  return `suggestion-${place}`;
}
