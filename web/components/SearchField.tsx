import { Search } from "lucide";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import type { SearchFault } from "../models/search-query.ts";
import { useApp } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { SearchFaults } from "./SearchFaults.tsx";
import { type SearchOptions, useSearchOptions } from "./use-search-options.ts";

interface Props {
  input: RefObject<HTMLInputElement | null>;
  placeholder: string;
  value: string;
  faults: readonly SearchFault[];
  onValue(value: string): void;
  onEnter(): void;
}

/** A field that searches while one types, and completes what stands behind an operator. */
export function SearchField({ input, placeholder, value, faults, onValue, onEnter }: Props) {
  // What is typed stays as it is, spaces at its end too; the address goes without them.
  const [text, setText] = useState(value);
  // Before the next key: it belongs behind what has just been put there.
  useLayoutEffect(() => {
    if (value !== text.trim()) setText(value);
  }, [value]);
  useLayoutEffect(() => input.current?.focus(), []);
  const list = useSearchOptions(input, write);
  useLookAfterChange(text, input, list);

  function write(next: string): void {
    setText(next);
    onValue(next.trim());
  }

  const isOpen = list.options.length > 0;
  // While something is offered, what is there is not meant to be right yet.
  const shown = isOpen ? [] : faults;
  return (
    <search>
      <form
        class="search-box"
        onSubmit={(event) => {
          event.preventDefault();
          onEnter();
        }}
      >
        <Icon of={Search} size={18} />
        <input
          ref={input}
          class="input"
          type="text"
          role="combobox"
          dir="auto"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
          aria-label={t("search.label")}
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={isOpen ? LIST_ID : undefined}
          aria-activedescendant={isOpen ? optionId(list.active) : undefined}
          aria-invalid={shown.some(({ isUnfinished }) => !isUnfinished)}
          aria-describedby={shown.length > 0 ? FAULTS_ID : undefined}
          placeholder={placeholder}
          value={text}
          onInput={({ currentTarget }) => write(currentTarget.value)}
          onKeyDown={(event) => list.takeKey(event)}
          onKeyUp={({ key }) => {
            if (CARET_KEYS.has(key)) list.look();
          }}
          onClick={list.look}
          onBlur={list.close}
        />
        {isOpen && <OptionList list={list} />}
      </form>
      <SearchFaults id={FAULTS_ID} faults={shown} />
    </search>
  );
}

const FAULTS_ID = "search-faults";
const LIST_ID = "search-options";
const CARET_KEYS = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);

function optionId(place: number): string {
  return `search-option-${place}`;
}

/** Once the text and its caret are in the field, but not for the text that one came with. */
function useLookAfterChange(text: string, input: RefObject<HTMLInputElement | null>, { look }: SearchOptions): void {
  const seen = useRef(text);
  useLayoutEffect(() => {
    if (seen.current === text) return;
    seen.current = text;
    if (document.activeElement === input.current) look();
  }, [text]);
}

function OptionList({ list: { options, active, accept } }: { list: SearchOptions }) {
  const { announcer } = useApp();
  useEffect(() => {
    document.getElementById(optionId(active))?.scrollIntoView({ block: "nearest" });
  }, [active]);
  useEffect(() => {
    const [first] = options;
    if (first !== undefined) announcer.say(t("search.optionsFound", { count: options.length, name: first.label }));
  }, [options]);
  return (
    <div class="search-options" id={LIST_ID} role="listbox" tabIndex={-1} aria-label={t("search.options")}>
      {options.map((option, place) => (
        <button
          type="button"
          key={option.text}
          id={optionId(place)}
          class="suggestion"
          role="option"
          aria-selected={place === active}
          tabIndex={-1}
          // The field keeps the focus, and with it the list; the click comes only where nobody scrolled.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => accept(option)}
        >
          <bdi class="person-name">{option.label}</bdi>
          {option.detail !== undefined && <bdi class="person-handle">{option.detail}</bdi>}
        </button>
      ))}
    </div>
  );
}
