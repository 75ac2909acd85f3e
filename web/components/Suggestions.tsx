import "../i18n/en-actions.ts";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { useApp } from "./context.ts";
import { type Completion, suggestionId } from "./use-completion.ts";

/** What the word that is being typed may become. */
export function Suggestions({ completion: { options, active, accept } }: { completion: Completion }) {
  const { announcer } = useApp();
  useEffect(() => {
    const [first] = options;
    if (first !== undefined) announcer.say(t("composer.emojiFound", { count: options.length, name: first.label }));
  }, [options]);
  return (
    <div class="suggestions" id="suggestions" role="listbox" tabIndex={-1} aria-label={t("composer.emoji")}>
      {options.map((option, place) => (
        <button
          type="button"
          key={option.text}
          id={suggestionId(place)}
          class="suggestion"
          role="option"
          aria-selected={place === active}
          tabIndex={-1}
          // Not the click: by then the field would have lost the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            accept(option);
          }}
        >
          <span class="emoji">{option.text}</span>
          <span>:{option.names[0] ?? option.label}:</span>
        </button>
      ))}
    </div>
  );
}
