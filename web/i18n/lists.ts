import { computed } from "@preact/signals";
import { locale } from "./translate.ts";

const list = computed(() => new Intl.ListFormat(locale(), { type: "conjunction" }));

/** Several things in one sentence: "You, Bob and Leyla". */
export function listOf(items: readonly string[]): string {
  return list.value.format(items);
}
