import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Avatar } from "./Avatar.tsx";
import { useApp } from "./context.ts";
import { type Completing, suggestionId } from "./use-completion.ts";

/** What the word that is being typed may become. */
export function Suggestions({ completion: { options, active, accept } }: { completion: Completing }) {
  const { announcer } = useApp();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  useEffect(() => {
    const [first] = options;
    if (first === undefined) return;
    const found = first.kind === "emoji" ? "composer.emojiFound" : "composer.peopleFound";
    announcer.say(t(found, { count: options.length, name: first.label }));
  }, [options]);
  const isOfPeople = options[0]?.kind === "person";
  return (
    <div
      ref={list}
      class="suggestions"
      id="suggestions"
      role="listbox"
      tabIndex={-1}
      aria-label={t(isOfPeople ? "composer.people" : "composer.emoji")}
    >
      {options.map((option, place) => (
        <button
          type="button"
          key={option.text}
          id={suggestionId(place)}
          class="suggestion"
          role="option"
          aria-selected={place === active}
          tabIndex={-1}
          // The field keeps the focus; the click comes only where nobody scrolled.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => accept(option)}
        >
          {option.kind === "emoji" ? (
            <>
              <span class="emoji">{option.text}</span>
              <span>:{option.name}:</span>
            </>
          ) : (
            <>
              <Avatar person={option.person} size="small" />
              <span class="person-text">
                <bdi class="person-name">{option.label}</bdi>
                <bdi class="person-handle" dir="ltr">
                  {option.text.trim()}
                </bdi>
              </span>
            </>
          )}
        </button>
      ))}
    </div>
  );
}
