import { type ReadonlySignal, signal } from "@preact/signals";
import * as v from "valibot";
import type { DraftStorage } from "./drafts.ts";

const ThemeSchema = v.picklist(["system", "light", "dark"]);
export type Theme = v.InferOutput<typeof ThemeSchema>;
export const THEMES = ThemeSchema.options;

export interface ThemeModel {
  theme: ReadonlySignal<Theme>;
  /** Stronger lines and letters, also where the system does not ask for them. */
  hasContrast: ReadonlySignal<boolean>;
  choose(theme: Theme): void;
  chooseContrast(hasContrast: boolean): void;
}

/** `apply` puts a choice on the page, or takes it off; `before-paint.js` does the same before the first paint. */
export function createTheme(
  storage: DraftStorage,
  apply: (name: "theme" | "contrast", choice: string | undefined) => void,
): ThemeModel {
  const stored = v.safeParse(ThemeSchema, storage.get("theme"));
  const theme = signal<Theme>(stored.success ? stored.output : "system");
  const hasContrast = signal(storage.get("contrast") === "more");
  function keep(name: "theme" | "contrast", choice: string | undefined): void {
    if (choice === undefined) storage.remove(name);
    else storage.set(name, choice);
    apply(name, choice);
  }
  return {
    theme,
    hasContrast,
    choose: (choice) => {
      theme.value = choice;
      keep("theme", choice === "system" ? undefined : choice);
    },
    chooseContrast: (isOn) => {
      hasContrast.value = isOn;
      keep("contrast", isOn ? "more" : undefined);
    },
  };
}
