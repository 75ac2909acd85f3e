import { locale } from "./translate.ts";

const list = new Intl.ListFormat(locale, { type: "conjunction" });

/** Several things in one sentence: "You, Bob and Leyla". */
export function listOf(items: readonly string[]): string {
  return list.format(items);
}
