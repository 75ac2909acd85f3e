/** What the operator at the caret may become. */
import type { Me, Person, Room } from "../../worker/protocol.ts";
import { dateOf } from "../i18n/dates.ts";
import { t } from "../i18n/translate.ts";
import { nameOf, roomName } from "./names.ts";
import { NAMED_DAYS, parseDay } from "./search-days.ts";
import { EVERYONE, folded, peersOf } from "./search-names.ts";
import { type Operator, type OperatorToken, tokensOf, withoutQuotes } from "./search-tokens.ts";

export interface SearchOption {
  /** The whole operator as it is then typed. */
  text: string;
  label: string;
  detail?: string;
}

/** Where a value is being typed, and as much of it as stands before the caret. */
export interface SearchGap {
  operator: Operator;
  sign: OperatorToken["sign"];
  value: string;
  /** The whole operator in the text. */
  start: number;
  end: number;
  text: string;
}

export interface OptionSources {
  me: Me;
  rooms: readonly Room[];
  /** Whoever is known or was found, in the order in which they are offered. */
  people: Iterable<Person>;
  now: number;
}

const MOST_OPTIONS = 8;

/** The operator whose value the caret is in. */
export function gapAt(text: string, caret: number): SearchGap | undefined {
  for (const token of tokensOf(text)) {
    if (token.kind !== "operator" || caret < token.valueStart || caret > token.end || token.isExcluded) continue;
    const { operator, sign, start, valueStart, end } = token;
    const value = folded(text.slice(valueStart, caret).replace(/^[@#＠＃]/, ""));
    return { operator, sign, value, start, end, text: text.slice(start, end) };
  }
  return undefined;
}

/** The best first; none where the only one is what stands there. */
export function optionsFor(gap: SearchGap, sources: OptionSources): SearchOption[] {
  const all = optionsOf(gap, sources).filter(isFirstOfItsText).slice(0, MOST_OPTIONS);
  return all.length === 1 && all[0]?.text.toLowerCase() === gap.text.toLowerCase() ? [] : all;
}

/** Puts an option into the text; `caret` is where one types on. */
export function completed(text: string, gap: SearchGap, option: SearchOption): { text: string; caret: number } {
  const rest = text.slice(gap.end);
  const before = `${text.slice(0, gap.start)}${option.text} `;
  return { text: before + rest.replace(/^\s/, ""), caret: before.length };
}

function optionsOf(gap: SearchGap, sources: OptionSources): SearchOption[] {
  switch (gap.operator) {
    case "from":
      return authors(gap, sources);
    case "in":
      return places(gap, sources);
    case "has":
      return plain(gap, ["link"]);
    case "mentions":
      return plain(gap, ["me"]);
    default:
      return days(gap, sources.now);
  }
}

function authors(gap: SearchGap, { me, rooms, people }: OptionSources): SearchOption[] {
  if (gap.sign === "#") return [];
  const isOwn = isCalled(gap, "me", me) || isCalled(gap, me.username ?? "", me);
  const own = isOwn ? [{ text: "from:me", label: t("search.option.me") }] : [];
  const others = [...peersOf(rooms), ...people].filter((person) => person.id !== me.id);
  return [...own, ...others.flatMap((person) => personOption(gap, person))];
}

function places(gap: SearchGap, { rooms }: OptionSources): SearchOption[] {
  const global = { text: `in:${EVERYONE}`, label: t("rooms.global") };
  return [
    ...(gap.sign === "" && (begins(gap, EVERYONE) || begins(gap, global.label)) ? [global] : []),
    ...rooms.flatMap((room) => {
      if (room.peer !== undefined) return gap.sign === "#" ? [] : personOption(gap, room.peer);
      if (room.kind !== "group" || gap.sign === "@" || !begins(gap, roomName(room))) return [];
      return [{ text: `in:#${typeable(roomName(room))}`, label: roomName(room), detail: t("search.option.group") }];
    }),
  ];
}

/** Nobody can look for somebody without a username: the account is gone. */
function personOption(gap: SearchGap, person: Person): SearchOption[] {
  const { username } = person;
  if (username === null || !isCalled(gap, username, person)) return [];
  return [{ text: `${gap.operator}:@${username}`, label: nameOf(person), detail: `@${username}` }];
}

function days(gap: SearchGap, now: number): SearchOption[] {
  if (gap.sign !== "") return [];
  return plain(gap, NAMED_DAYS).map((option) => {
    const day = parseDay(option.label, now);
    return day === undefined ? option : { ...option, detail: dateOf(day.start) };
  });
}

function plain(gap: SearchGap, values: readonly string[]): SearchOption[] {
  return values
    .filter((value) => value.startsWith(gap.value))
    .map((value) => ({ text: `${gap.operator}:${value}`, label: value }));
}

function isCalled(gap: SearchGap, username: string, person: Person): boolean {
  return folded(username).startsWith(gap.value) || begins(gap, nameOf(person));
}

/** Whether a word of the name begins as the value does. */
function begins({ value }: SearchGap, name: string): boolean {
  return ` ${folded(name)}`.includes(` ${value}`);
}

/** A name with a space in it stands in quotes, and loses its own. */
function typeable(name: string): string {
  const bare = withoutQuotes(name);
  return bare === name && !/\s/.test(name) ? name : `"${bare}"`;
}

function isFirstOfItsText({ text }: SearchOption, place: number, all: readonly SearchOption[]): boolean {
  return all.findIndex((option) => option.text === text) === place;
}
