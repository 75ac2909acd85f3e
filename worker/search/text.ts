/**
 * How a message becomes words of the search index.
 *
 * FTS5 has no tokenizer that knows Turkish, Chinese or Thai, and D1 takes none of ours. So the words are made here, and
 * FTS5 only splits at the spaces between them. Scripts that put no spaces between words are indexed as overlapping pairs
 * of characters, each run closed by its last character alone: 日本語 is 日本 本語 語, and any part of it is a phrase of those.
 */
import { foldText } from "./fold.ts";

export { foldText };

/** One word of the index and where it stands in the original text, in UTF-16 units. */
export interface Token {
  start: number;
  end: number;
  token: string;
}

/** A stretch of text that is one word, one emoji, or one run of a script without spaces. */
export interface Run {
  start: number;
  end: number;
  kind: "word" | "emoji" | "dense";
}

const DENSE_SCRIPTS = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"];
const DENSE = DENSE_SCRIPTS.map((script) => `\\p{scx=${script}}`).join("");
const LETTER = `[[\\p{L}\\p{N}\\p{M}]--[${DENSE}]]`;
/** Soft hyphens, word joiners, direction marks and (in Indic scripts) joiners stand inside words; U+200C stands between them. */
const INSIDE = "[\\u00ad\\u061c\\u200d-\\u200f\\u2060\\ufeff]";
const RUNS = new RegExp(
  [
    // A heart or a sun without the variation selector is still meant as a picture.
    `(?<emoji>\\p{RGI_Emoji}|\\p{Extended_Pictographic})`,
    `(?<dense>[[\\p{L}\\p{N}\\p{M}]&&[${DENSE}]](?:[[\\p{L}\\p{N}]&&[${DENSE}]]|\\p{M})*)`,
    `(?<word>${LETTER}+(?:${INSIDE}+${LETTER}+)*)`,
  ].join("|"),
  "gv",
);
/** One character of a dense run with the marks that belong to it, half-width voicing marks included. */
const CHARACTERS = /.(?:[\u0300-\u036f]|[\u3099\u309a]|[\uff9e\uff9f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])*/gsu;
/** Joiners, variation selectors and tags have no place in a word for FTS5, which would split there. */
const JOINERS = /\u200d|\ufe0e|\ufe0f|\u{e007f}/gu;
const TAGS = /[\u{e0020}-\u{e007e}]/gu;
/** Taking a ligature apart may leave spaces and signs in it: ﷺ is four words, ½ is two. */
const NOT_LETTERS = /[^\p{L}\p{N}\p{M}]+/u;

export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  for (const match of text.matchAll(RUNS)) {
    const kind = match.groups?.["emoji"] ? "emoji" : match.groups?.["dense"] ? "dense" : "word";
    runs.push({ start: match.index, end: match.index + match[0].length, kind });
  }
  return runs;
}

/** The words of one run. A dense run is closed by its last character unless `open`, which is how a query ends: anything may follow. */
export function tokensOf(text: string, run: Run, open = false): Token[] {
  switch (run.kind) {
    case "emoji":
      return [{ start: run.start, end: run.end, token: emojiToken(text.slice(run.start, run.end)) }];
    case "word":
      return foldText(text.slice(run.start, run.end))
        .split(NOT_LETTERS)
        .filter(Boolean)
        .map((token) => ({ start: run.start, end: run.end, token }));
    case "dense":
      return pairs(charactersOf(text, run), open);
  }
}

export function tokenize(text: string): Token[] {
  return runsOf(text).flatMap((run) => tokensOf(text, run));
}

/** What the index stores for a message. */
export function indexText(text: string): string {
  return tokenize(text)
    .map(({ token }) => token)
    .join(" ");
}

/** A tag becomes the letter it stands for, so that the flags of England and Scotland stay two. */
function emojiToken(emoji: string): string {
  return emoji.replace(JOINERS, "").replace(TAGS, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000));
}

function charactersOf(text: string, run: Run): Token[] {
  const characters: Token[] = [];
  for (const match of text.slice(run.start, run.end).matchAll(CHARACTERS)) {
    const start = run.start + match.index;
    const end = start + match[0].length;
    // One character may fold into two (Thai sara am); both then stand at its place.
    for (const token of foldText(match[0])) characters.push({ start, end, token });
  }
  return characters;
}

function pairs(characters: Token[], open: boolean): Token[] {
  const tokens: Token[] = [];
  characters.forEach((first, index) => {
    const second = characters[index + 1];
    if (second) tokens.push({ start: first.start, end: second.end, token: first.token + second.token });
    else if (!open || characters.length === 1) tokens.push(first);
  });
  return tokens;
}
