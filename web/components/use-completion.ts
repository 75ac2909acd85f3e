import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { locale } from "../i18n/translate.ts";
import type { Completable, Suggestion } from "../models/completion.ts";
import type { PeopleHere } from "../models/people-here.ts";

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
  const [active, setActive] = useState(0);
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

  function close(): void {
    asked.current?.abort();
    word.current = undefined;
    setOptions([]);
  }

  async function look(): Promise<void> {
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
    setOptions(completed.options);
    setActive(0);
  }

  function accept(option: Suggestion): void {
    if (word.current !== undefined) put(word.current, option.text);
  }

  return {
    options,
    active,
    // What cannot be fetched does not complete; the text stays as it is typed.
    look: () => void look().catch(close),
    accept,
    close,
    takeKey: (event) => {
      const option = options[active];
      if (option === undefined) return false;
      const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
      const step = steps[event.key];
      if (step !== undefined) setActive((active + step + options.length) % options.length);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" || event.key === "Tab") accept(option);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

/** Of the option at that place, for the field to point at. */
export function suggestionId(place: number): string {
  return `suggestion-${place}`;
}
