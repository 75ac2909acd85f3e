import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { readingKey } from "../browser/direction.ts";
import { locale, t } from "../i18n/translate.ts";
import { type Emoji, findEmoji, languageOfEmoji, loadEmoji } from "../models/emoji.ts";
import { Popover } from "./Popover.tsx";
import { isTouch } from "./use-media.ts";

interface Props {
  opener: HTMLElement;
  onPick(emoji: string): void;
  onClose(): void;
}

const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;
type Group = (typeof GROUPS)[number];
// A screenful; who does not find it among these types one more letter.
const MOST_FOUND = 72;

/** All emoji, to be looked for by name or through. The focus stays in the field; arrows go through what it found. */
export function EmojiPicker({ opener, onPick, onClose }: Props) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const { all, hasFailed } = useEmoji();
  const groups = useMemo(() => groupsOf(all ?? [], query), [all, query]);
  const flat = groups.flatMap(({ emoji }) => emoji);
  const chosen = flat[active];

  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);

  function onKey(event: KeyboardEvent): void {
    const step = stepOf(readingKey(event), list.current);
    if (step !== undefined) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(flat.length - 1, active + step)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (chosen !== undefined) onPick(chosen.text);
    }
  }

  return (
    <Popover
      class="picker"
      role="dialog"
      label={t("emoji.title")}
      opener={opener}
      first={firstFocus()}
      onKey={onKey}
      onClose={onClose}
    >
      <input
        class="input picker-search"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls="picker-list"
        aria-activedescendant={chosen && idOf(chosen)}
        aria-label={t("emoji.search")}
        placeholder={t("emoji.search")}
        value={query}
        onInput={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setActive(0);
        }}
      />
      <div class="picker-list" id="picker-list" role="listbox" aria-label={t("emoji.title")} ref={list} tabIndex={-1}>
        {groups.map(({ group, emoji }) => (
          <fieldset
            class="picker-group"
            key={group ?? "found"}
            aria-label={group === undefined ? t("emoji.title") : t(`emoji.group.${group}`)}
          >
            {group !== undefined && (
              <div class="picker-title" aria-hidden="true">
                {t(`emoji.group.${group}`)}
              </div>
            )}
            <div class="picker-grid" role="presentation" lang={languageOfEmoji(locale())}>
              {emoji.map((each) => (
                <EmojiOption key={each.text} emoji={each} isChosen={each === chosen} onPick={onPick} />
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      <div class="picker-foot">
        <p role="status">
          {hasFailed ? t("emoji.failed") : all !== undefined && flat.length === 0 && t("emoji.none", { q: query })}
        </p>
        <Called emoji={chosen} />
      </div>
    </Popover>
  );
}

function EmojiOption({ emoji, isChosen, onPick }: { emoji: Emoji; isChosen: boolean; onPick(text: string): void }) {
  return (
    <button
      type="button"
      id={idOf(emoji)}
      class="picker-option emoji"
      role="option"
      aria-selected={isChosen}
      aria-label={emoji.label}
      title={emoji.label}
      tabIndex={-1}
      onClick={() => onPick(emoji.text)}
    >
      {emoji.text}
    </button>
  );
}

/** What the chosen one is called, and what one types for it; to see alone, because what is chosen in the list is read out there. */
function Called({ emoji }: { emoji: Emoji | undefined }) {
  if (emoji === undefined) return null;
  return (
    <span class="picker-called" aria-hidden="true">
      <span class="emoji">{emoji.text}</span>
      <span>{emoji.label}</span>
      {emoji.names[0] !== undefined && <code>:{emoji.names[0]}:</code>}
    </span>
  );
}

function groupsOf(all: readonly Emoji[], query: string): { group?: Group; emoji: readonly Emoji[] }[] {
  if (query.trim() !== "") {
    const found = findEmoji(all, query, MOST_FOUND);
    return found.length === 0 ? [] : [{ emoji: found }];
  }
  return GROUPS.map((group) => ({ group, emoji: all.filter((each) => each.group === group) })).filter(
    ({ emoji }) => emoji.length > 0,
  );
}

function useEmoji(): { all: readonly Emoji[] | undefined; hasFailed: boolean } {
  const [state, setState] = useState<{ all: readonly Emoji[] | undefined; hasFailed: boolean }>({
    all: undefined,
    hasFailed: false,
  });
  const language = locale();
  useEffect(() => {
    let isWanted = true;
    loadEmoji(language).then(
      (all) => isWanted && setState({ all, hasFailed: false }),
      () => isWanted && setState({ all: undefined, hasFailed: true }),
    );
    return () => {
      isWanted = false;
    };
  }, [language]);
  return state;
}

/** How far an arrow goes in a grid of as many columns as there are now. */
function stepOf(key: string, list: HTMLElement | null): number | undefined {
  const grid = list?.querySelector(".picker-grid");
  const columns = grid ? getComputedStyle(grid).gridTemplateColumns.split(" ").length : 1;
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  return steps[key];
}

/** On a phone its keyboard would cover what there is to choose from. */
function firstFocus(): string {
  return isTouch() ? ".picker-list" : "input";
}

function idOf(emoji: Emoji): string {
  return `emoji-${[...emoji.text].map((character) => character.codePointAt(0)?.toString(16)).join("-")}`;
}
