/** Those that the page speaks; English where none of a reader's own is among them. */
export const LANGUAGES = ["en", "tr", "ru", "ar", "ja"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language of a locale like `ar-EG`; English where it is none of ours. */
export function languageOf(locale: string): Language {
  return LANGUAGES.find((language) => language === locale.split("-")[0]) ?? "en";
}

/** The locale of a language as its reader wants it: with their region, where the browser names one for this language. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  return preferred.find((locale) => locale.split("-")[0] === language) ?? language;
}

export function directionOf(language: Language): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}
