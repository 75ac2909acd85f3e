import type { Language } from "./languages.ts";

/** Each language as it calls itself. Apart, because only who chooses one reads them. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: "English",
  tr: "Türkçe",
  ru: "Русский",
  ar: "العربية",
  ja: "日本語",
};
