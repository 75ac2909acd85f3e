import type { entries as account } from "./en/account.ts";
import type { entries as actions } from "./en/actions.ts";
import type { entries as console } from "./en/console.ts";
import type { entries as door } from "./en/door.ts";
import type { entries as groups } from "./en/groups.ts";
import type { entries as later } from "./en/later.ts";
import type { entries as room } from "./en/room.ts";
import type { entries as safety } from "./en/safety.ts";
import type { entries as screens } from "./en/screens.ts";
import type { entries as search } from "./en/search.ts";
import type { entries as settings } from "./en/settings.ts";
import type { entries as start } from "./en/start.ts";
import type { Language } from "./languages.ts";

/**
 * The parts of the catalogue by when they are fetched: `start` before anything is shown, `room` with the code of the
 * conversations, the others with the screens that use them.
 *
 * An entry is a sentence, or one for each plural form of the language, chosen by its `{count}`, which stands in it as `#`.
 * `{name}` is filled in; a number in braces is written with the digits of the reader's region.
 */
export interface English {
  start: typeof start;
  room: typeof room;
  screens: typeof screens;
  actions: typeof actions;
  account: typeof account;
  groups: typeof groups;
  safety: typeof safety;
  door: typeof door;
  console: typeof console;
  search: typeof search;
  later: typeof later;
  settings: typeof settings;
}

export type Part = keyof English;
export type LaterPart = Exclude<Part, "start">;

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type Entries = Intersection<English[Part]>;
export type Key = keyof Entries;

/** An entry of any language, as `t` uses it. */
export type Entry = string | Plural;
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

type Hole<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Hole<Rest> : never;
type Filled<Name> = Name extends `${number}` ? never : Name;
type ValueName<K extends Key> = Entries[K] extends infer Text extends string
  ? Filled<Hole<Text>>
  : Entries[K] extends { other: infer Text extends string }
    ? "count" | Filled<Hole<Text>>
    : "count";
/** What an entry has to be filled in with. */
export type Values<K extends Key, T> = { [Name in ValueName<K>]: Name extends "count" ? number : T };
export type Arguments<K extends Key, T> = [ValueName<K>] extends [never] ? [] : [values: Values<K, T>];

/** The plural forms of each language, as `Intl.PluralRules` knows them; a test compares. */
export interface PluralForms {
  en: "one" | "other";
  tr: "one" | "other";
  ru: "one" | "few" | "many" | "other";
  ar: "zero" | "one" | "two" | "few" | "many" | "other";
  ja: "other";
}

type Holding<Name> = Intersection<Name extends string ? `${string}{${Name}}${string}` : never>;
type Sentence<Text> = [Hole<Text>] extends [never] ? string : Holding<Hole<Text>>;

/**
 * A part of the catalogue in another language: the same entries, no more and no fewer, with everything that is filled in,
 * and with all plural forms of the language.
 */
export type Translation<L extends Language, P extends Part> = {
  readonly [K in keyof English[P]]: English[P][K] extends { other: infer Text }
    ? Readonly<Record<PluralForms[L], Sentence<Text>>>
    : Sentence<English[P][K]>;
};

/** All texts of a language: those of the start are there with it, each other part is fetched when it is needed. */
export type Texts<L extends Language> = { start: Translation<L, "start"> } & {
  [P in LaterPart]: () => Promise<{ entries: Translation<L, P> }>;
};
