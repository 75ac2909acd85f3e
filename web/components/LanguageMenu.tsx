import { LANGUAGE_NAMES } from "../i18n/language-names.ts";
import { LANGUAGES } from "../i18n/languages.ts";
import { t } from "../i18n/translate.ts";
import { useApp } from "./context.ts";

/** For whoever cannot read what the page has begun with: each language under its own name. */
export function LanguageMenu() {
  const { language } = useApp();
  return (
    // biome-ignore lint/a11y/useSemanticElements: nothing here is a field of the form that it stands below.
    <div class="languages" role="group" aria-label={t("app.language")}>
      {LANGUAGES.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={language.language.value === each}
          // Where the texts do not come, the page stays as it is: the choice can be made again.
          onClick={() => language.choose(each).catch((error: unknown) => console.warn(error))}
        >
          {LANGUAGE_NAMES[each]}
        </button>
      ))}
    </div>
  );
}
