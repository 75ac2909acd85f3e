import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { locale } from "../i18n/translate.ts";
import type { Completable } from "../models/completion.ts";
import type { Emoji } from "../models/emoji.ts";

export interface Completion {
  /** What the word at the caret may become; empty while there is nothing to complete. */
  options: readonly Emoji[];
  active: number;
  /** After each change of the text or the caret. */
  look(): void;
  /** Whether the key was for the list. */
  takeKey(event: KeyboardEvent): boolean;
  accept(option: Emoji): void;
  close(): void;
}

/** `:name` becomes an emoji: chosen from a list as one types, or at once when the second colon closes a whole name. */
export function useCompletion(input: RefObject<HTMLTextAreaElement | null>, write: (text: string) => void): Completion {
  const [options, setOptions] = useState<readonly Emoji[]>([]);
  const [active, setActive] = useState(0);
  const word = useRef<Completable | undefined>(undefined);
  const asked = useRef<object | undefined>(undefined);
  const caret = useRef<number | undefined>(undefined);

  // The caret follows what was put in, once the text is in the field.
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  function put({ from, to }: Completable, emoji: string): void {
    const text = input.current?.value ?? "";
    caret.current = from + emoji.length;
    write(text.slice(0, from) + emoji + text.slice(to));
    close();
  }

  function close(): void {
    word.current = undefined;
    setOptions([]);
  }

  async function look(): Promise<void> {
    const { value = "", selectionStart = 0 } = input.current ?? {};
    const turn = {};
    asked.current = turn;
    if (!value.slice(0, selectionStart).includes(":")) return close();
    const { complete } = await import("../models/completion.ts");
    const completed = await complete(value, selectionStart, locale);
    // Somebody typed on while it was fetched.
    if (asked.current !== turn) return;
    if (completed === undefined) return close();
    if (completed.exact !== undefined) return put(completed.word, completed.exact.text);
    word.current = completed.word;
    setOptions(completed.options);
    setActive(0);
  }

  function accept(option: Emoji): void {
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
      if (option === undefined || event.isComposing) return false;
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
