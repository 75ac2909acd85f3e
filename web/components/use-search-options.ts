import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Person } from "../../worker/protocol.ts";
import { isComposing } from "../browser/composition.ts";
import { createLookup } from "../models/lookup.ts";
import { completed, gapAt, optionsFor, type SearchGap, type SearchOption } from "../models/search-options.ts";
import { useApp, useChat } from "./context.ts";

export interface SearchOptions {
  /** What the operator at the caret may become; empty while there is nothing to complete. */
  options: readonly SearchOption[];
  active: number;
  /** After each change of the text or the caret. */
  look(): void;
  /** Whether the key was for the list. */
  takeKey(event: KeyboardEvent): boolean;
  accept(option: SearchOption): void;
  close(): void;
}

/** Names, days and words behind an operator: those that are known at once, other people as the server finds them. */
export function useSearchOptions(
  input: RefObject<HTMLInputElement | null>,
  write: (text: string) => void,
): SearchOptions {
  const { api } = useApp();
  const { me, rooms, people } = useChat();
  const [gap, setGap] = useState<SearchGap>();
  const [active, setActive] = useState(0);
  const caret = useRef<number | undefined>(undefined);
  const lookup = useMemo(() => createLookup((q, signal) => api.findPeople(q, { limit: 8, signal })), [api]);
  useEffect(() => lookup.close, [lookup]);
  const found = lookup.state.value.kind === "found" ? lookup.state.value.value : NOBODY;
  const roomList = rooms.list.value;
  const known = people.known.value;
  const options = useMemo(() => {
    if (gap === undefined) return [];
    const sources = { me, rooms: roomList ?? [], people: [...known.values(), ...found], now: Date.now() };
    return optionsFor(gap, sources);
  }, [gap, me, roomList, known, found]);

  // The caret follows what was put in, once the text is in the field.
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  function look(): void {
    const { value = "", selectionStart } = input.current ?? {};
    const next = gapAt(value, selectionStart ?? value.length);
    setGap(next);
    setActive(0);
    lookup.ask(next?.operator === "from" && next.sign !== "#" ? next.value : "");
  }

  function accept(option: SearchOption): void {
    if (gap === undefined || input.current === null) return;
    const next = completed(input.current.value, gap, option);
    caret.current = next.caret;
    setGap(undefined);
    write(next.text);
  }

  return {
    options,
    active: Math.min(active, options.length - 1),
    look,
    accept,
    close: () => setGap(undefined),
    takeKey: (event) => {
      const option = options[active];
      if (option === undefined || isComposing(event)) return false;
      const step = STEPS[event.key];
      if (step !== undefined) setActive((active + step + options.length) % options.length);
      else if (event.key === "Escape") setGap(undefined);
      else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) accept(option);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

const NOBODY: readonly Person[] = [];
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
