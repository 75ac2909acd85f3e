/** Who a text names, as the server and the page both read it. */

/** At the start of a word, and not where it is part of an address: neither `a@bob` nor `@bob@example.org` nor `/@bob`. */
const MENTION = /(?<![\w@./+-])@(?<name>[a-z][a-z0-9_]{2,31})(?![\w@])/gi;

/** `[start, end)` in UTF-16 units of the text, the `@` included. */
export interface NameInText {
  username: string;
  start: number;
  end: number;
}

/** What looks like usernames in a text, in its order; whether they are anybody's is not known here. */
export function namesIn(text: string): NameInText[] {
  return Array.from(text.matchAll(MENTION), ({ 0: said, index, groups }) => ({
    username: (groups?.["name"] ?? "").toLowerCase(),
    start: index,
    end: index + said.length,
  }));
}
