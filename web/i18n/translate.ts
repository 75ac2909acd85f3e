import { signal } from "@preact/signals";
import type { Arguments, Entry, Key, Plural } from "./catalogue.ts";

/** The language that the page speaks, with the texts that are there. */
interface Speech {
  /** With the reader's region: `en-GB`. */
  locale: string;
  entries: Record<string, Entry>;
  plurals: Intl.PluralRules;
  numbers: Intl.NumberFormat;
}

// A signal: whatever was rendered with `t` is rendered again in another language, and what is typed in it stays.
const speech = signal<Speech>(speechOf("en", {}));

/** From now on the page speaks another language, with these texts. */
export function setSpeech(locale: string, entries: Record<string, Entry>): void {
  speech.value = speechOf(locale, entries);
}

/** Puts the texts of a part of the page beside those that are there; for what is not shown yet. */
export function addEntries(more: Readonly<Record<string, Entry>>): void {
  Object.assign(speech.peek().entries, more);
}

/** What dates, numbers and lists are written by. */
export function locale(): string {
  return speech.value.locale;
}

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
  const entry = speech.value.entries[`error.${code}`];
  return entry === undefined ? t("error.internal") : parts(entry, {}).join("");
}

/** A number with the digits and separators of the reader's region. */
export function numberText(value: number): string {
  return speech.value.numbers.format(value);
}

function speechOf(locale: string, entries: Record<string, Entry>): Speech {
  return { locale, entries, plurals: new Intl.PluralRules(locale), numbers: new Intl.NumberFormat(locale) };
}

function entryOf(key: Key): Entry {
  return speech.value.entries[key] ?? key;
}

/** Fills in an entry of any catalogue. */
function parts<T>(entry: Entry, values: Record<string, T | number>): (string | T)[] {
  const text = typeof entry === "string" ? entry : chooseForm(entry, Number(values["count"]));
  return text.split(/\{(\w+)\}/).map((piece, index) => {
    if (index % 2 === 0) return piece;
    // Every second piece is the name of a placeholder, or a number.
    const value = /^\d/.test(piece) ? Number(piece) : values[piece];
    return typeof value === "number" ? numberText(value) : (value ?? "");
  });
}

function chooseForm(plural: Plural, count: number): string {
  const form = plural[speech.value.plurals.select(count)] ?? plural.other;
  return form.replaceAll("#", numberText(count));
}
