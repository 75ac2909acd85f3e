import type { Person } from "../../worker/protocol.ts";
import { type Emoji, emojiCalled, findEmoji, loadEmoji } from "./emoji.ts";
import { nameOf } from "./names.ts";
import type { PeopleHere } from "./people-here.ts";

/** Something that a word may become. */
export type Suggestion = {
  /** What is put in the place of the word. */
  text: string;
  /** For people who listen. */
  label: string;
} & ({ kind: "emoji"; name: string } | { kind: "person"; person: Person });

/** A word that is being typed, and can be completed. */
export interface Completable {
  query: string;
  /** Where it stands in the text, the sign it begins with included. */
  from: number;
  to: number;
}

// After a space or a bracket: not in 10:30, in https:// or in a::b. Two letters, so that :) and :D stay what they are.
const BEGINNING = /(?:^|[\s([{])(:([\p{L}\p{N}_+-]{2,}))$/u;
const CLOSED = /(?:^|[\s([{]):([\p{L}\p{N}_+-]{2,}):$/u;

/** The beginning of an emoji's name that ends at `caret`. */
export function emojiBefore(text: string, caret: number): Completable | undefined {
  const match = BEGINNING.exec(text.slice(0, caret));
  const [, whole, query] = match ?? [];
  return whole === undefined || query === undefined ? undefined : { query, from: caret - whole.length, to: caret };
}

/** An emoji's whole name between two colons that ends at `caret`. */
export function closedEmojiBefore(text: string, caret: number): Completable | undefined {
  const query = CLOSED.exec(text.slice(0, caret))?.[1];
  return query === undefined ? undefined : { query, from: caret - query.length - 2, to: caret };
}

const MENTION = /(?:^|[\s([{])(@([\p{L}\p{N}_]*))$/u;

/** The beginning of somebody's name that ends at `caret`; the sign alone is one. */
export function mentionBefore(text: string, caret: number): Completable | undefined {
  const [, whole, query] = MENTION.exec(text.slice(0, caret)) ?? [];
  return whole === undefined || query === undefined ? undefined : { query, from: caret - whole.length, to: caret };
}

const MOST_OPTIONS = 8;

/**
 * What the word at `caret` may become: several to choose from, or `exact` the one whose whole name was typed. `undefined`
 * where there is nothing to complete; rejects where the emoji cannot be fetched.
 */
export async function complete(
  text: string,
  caret: number,
  sources: { locale: string; peopleHere: PeopleHere; signal: AbortSignal },
): Promise<{ word: Completable; options: readonly Suggestion[]; exact?: Suggestion } | undefined> {
  const name = mentionBefore(text, caret);
  if (name !== undefined) {
    return { word: name, options: (await sources.peopleHere(name.query, sources.signal)).map(suggestedPerson) };
  }
  const closed = closedEmojiBefore(text, caret);
  const word = closed ?? emojiBefore(text, caret);
  if (word === undefined) return undefined;
  const all = await loadEmoji(sources.locale);
  if (closed !== undefined) {
    const exact = emojiCalled(all, closed.query);
    return { word, options: [], ...(exact && { exact: suggestedEmoji(exact) }) };
  }
  return { word, options: findEmoji(all, word.query, MOST_OPTIONS).map(suggestedEmoji) };
}

function suggestedEmoji({ text, label, names }: Emoji): Suggestion {
  return { kind: "emoji", text, label, name: names[0] ?? label };
}

function suggestedPerson(person: Person): Suggestion {
  return { kind: "person", text: `@${person.username} `, label: nameOf(person), person };
}
