import { Monitor, Moon, Sun } from "lucide";
import { t } from "../i18n/translate.ts";
import { THEMES, type Theme } from "../models/theme.ts";
import { Check } from "./Check.tsx";
import { useApp } from "./context.ts";
import { Icon } from "./Icon.tsx";

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon };

/** Kept on this device: what suits a desk in daylight does not suit a phone in bed. */
export function AppearanceSettings() {
  const { theme } = useApp();
  return (
    <section class="form-part">
      <fieldset class="choices">
        <legend>
          <h2 class="form-title">{t("profile.theme")}</h2>
        </legend>
        <div class="choice-row">
          {THEMES.map((choice: Theme) => (
            <label key={choice} class="choice">
              <input
                type="radio"
                name="theme"
                checked={theme.theme.value === choice}
                onChange={() => theme.choose(choice)}
              />
              <Icon of={THEME_ICONS[choice]} />
              <span>{t(`profile.theme.${choice}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <Check
        label={t("settings.contrast")}
        hint={t("settings.contrast.hint")}
        isOn={theme.hasContrast.value}
        onChange={theme.chooseContrast}
      />
    </section>
  );
}
