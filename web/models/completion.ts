import { type Emoji, emojiCalled, findEmoji, loadEmoji } from "./emoji.ts";

/** A word that is being typed, and can be completed. */
export interface Completable {
  query: string;
  /** Where it stands in the text, the colon included. */
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

const MOST_OPTIONS = 8;

/**
 * What the word at `caret` may become: several to choose from, or `exact` the one whose whole name was typed. `undefined`
 * where there is nothing to complete; rejects where the emoji cannot be fetched.
 */
export async function complete(
  text: string,
  caret: number,
  locale: string,
): Promise<{ word: Completable; options: readonly Emoji[]; exact?: Emoji } | undefined> {
  const closed = closedEmojiBefore(text, caret);
  const word = closed ?? emojiBefore(text, caret);
  if (word === undefined) return undefined;
  const all = await loadEmoji(locale);
  if (closed !== undefined) return { word, options: [], exact: emojiCalled(all, closed.query) };
  return { word, options: findEmoji(all, word.query, MOST_OPTIONS) };
}
