import { en } from "./en.ts";
import type { enAccount } from "./en-account.ts";
import type { enActions } from "./en-actions.ts";
import type { enGroups } from "./en-groups.ts";
import type { enLater } from "./en-later.ts";
import type { enScreens } from "./en-screens.ts";
import type { enSearch } from "./en-search.ts";
import type { enSettings } from "./en-settings.ts";

type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
type Entries = typeof en &
  typeof enScreens &
  typeof enActions &
  typeof enAccount &
  typeof enGroups &
  typeof enSearch &
  typeof enLater &
  typeof enSettings;
export type Key = keyof Entries;
/** What another language has to bring: the same entries, with the plural forms that it needs. */
export type Catalogue = { [K in Key]: Entries[K] extends string ? string : Plural };

type Placeholder<S> = S extends `${string}{${infer P}}${infer Rest}` ? P | Placeholder<Rest> : never;
type PlaceholderOf<K extends Key> = Entries[K] extends infer S extends string
  ? Placeholder<S>
  : Entries[K] extends { other: infer S extends string }
    ? "count" | Placeholder<S>
    : "count";
/** What an entry has to be filled in with. */
export type Values<K extends Key, T> = { [P in PlaceholderOf<K>]: P extends "count" ? number : T };
type Arguments<K extends Key, T> = [PlaceholderOf<K>] extends [never] ? [] : [values: Values<K, T>];

const entries = new Map<string, string | Plural>(Object.entries(en));

/** Puts the entries of a part of the page beside those that are always there. */
export function addEntries(more: Record<string, string | Plural>): void {
  for (const [key, entry] of Object.entries(more)) entries.set(key, entry);
}

// English comes in kinds: a reader of British English expects 24 hours and another order of dates.
const wanted = typeof navigator === "undefined" ? "en" : navigator.language;
export const locale = /^en\b/i.test(wanted) ? wanted : "en";

const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

/** The sentence for `key`, as text. */
export function t<K extends Key>(key: K, ...[values]: Arguments<K, string | number>): string {
  return parts(entryOf(key), values ?? {}).join("");
}

/** The sentence for `key` in pieces, so that elements can stand where its placeholders are. */
export function tParts<K extends Key, T>(key: K, ...[values]: Arguments<K, T>): (string | T)[] {
  return parts<T>(entryOf(key), values ?? {});
}

/** What a server error is called here; a code that came later than this page is `internal`. */
export function tError(code: string): string {
  const entry = entries.get(`error.${code}`);
  return entry === undefined ? t("error.internal") : parts(entry, {}).join("");
}

function entryOf(key: Key): string | Plural {
  return entries.get(key) ?? key;
}

/** Fills in an entry of any catalogue. */
export function parts<T>(entry: string | Plural, values: Record<string, T | number>): (string | T)[] {
  const text = typeof entry === "string" ? entry : chooseForm(entry, Number(values["count"]));
  return text.split(/\{(\w+)\}/).map((piece, index) => {
    // Every second piece is the name of a placeholder.
    const value = index % 2 === 0 ? piece : values[piece];
    if (typeof value === "number") return numbers.format(value);
    return value ?? "";
  });
}

function chooseForm(plural: Plural, count: number): string {
  const form = plural[plurals.select(count)] ?? plural.other;
  return form.replaceAll("#", numbers.format(count));
}
