import { useState } from "preact/hooks";
import { ApiError } from "../client/api-error.ts";
import { LANGUAGE_NAMES } from "../i18n/language-names.ts";
import { LANGUAGES } from "../i18n/languages.ts";
import { t, tError } from "../i18n/translate.ts";
import { CLOCKS } from "../models/language.ts";
import { useApp } from "./context.ts";
import { FormFault } from "./FormFault.tsx";

/** The language of the page, and how it writes times; both are kept with the account. */
export function LanguageChoice() {
  const { language } = useApp();
  const [fault, setFault] = useState<string>();
  async function keep(choosing: Promise<void>): Promise<void> {
    setFault(undefined);
    await choosing.catch((thrown: unknown) => {
      // What is not the server's answer are texts that did not come.
      setFault(tError(thrown instanceof ApiError ? thrown.code : "unreachable"));
    });
  }
  return (
    <section class="form-part">
      <fieldset class="choices">
        <legend>
          <h2 class="form-title">{t("profile.language")}</h2>
        </legend>
        <div class="choice-row">
          {LANGUAGES.map((each) => (
            <label key={each} class="choice" lang={each}>
              <input
                type="radio"
                name="language"
                checked={language.language.value === each}
                onChange={() => void keep(language.choose(each))}
              />
              <span>{LANGUAGE_NAMES[each]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset class="choices">
        <legend>{t("profile.clock")}</legend>
        <div class="choice-row">
          {CLOCKS.map((clock) => (
            <label key={clock} class="choice">
              <input
                type="radio"
                name="clock"
                checked={language.clock.value === clock}
                onChange={() => void keep(language.chooseClock(clock))}
              />
              <span>{t(`profile.clock.${clock}`)}</span>
            </label>
          ))}
        </div>
        <FormFault text={fault} />
      </fieldset>
    </section>
  );
}
