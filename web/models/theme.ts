import { type ReadonlySignal, signal } from "@preact/signals";
import * as v from "valibot";
import type { DraftStorage } from "./drafts.ts";

const ThemeSchema = v.picklist(["system", "light", "dark"]);
export type Theme = v.InferOutput<typeof ThemeSchema>;
export const THEMES = ThemeSchema.options;

export interface ThemeModel {
  theme: ReadonlySignal<Theme>;
  choose(theme: Theme): void;
}

/** `apply` puts the choice on the page; `before-paint.js` does the same before the first paint. */
export function createTheme(storage: DraftStorage, apply: (theme: Theme) => void): ThemeModel {
  const stored = v.safeParse(ThemeSchema, storage.get("theme"));
  const theme = signal<Theme>(stored.success ? stored.output : "system");
  return {
    theme,
    choose: (choice) => {
      theme.value = choice;
      if (choice === "system") storage.remove("theme");
      else storage.set("theme", choice);
      apply(choice);
    },
  };
}
