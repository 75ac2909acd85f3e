/** The part of a message that a search hit shows, and where in it the words of the query stand. */
import type { Query, Term } from "./query.ts";
import { type Token, tokenize } from "./text.ts";

/** Two lines of the results list; a longer message is cut around its first hit. */
export const SNIPPET_CODE_POINTS = 160;
/** How much stands before the first hit: enough to see how its sentence begins. */
const LEAD_CODE_POINTS = 40;
const CUT = "…";

export type Mark = [start: number, end: number];

/** `marks` are `[start, end)` in UTF-16 units of `snippet`, ascending and apart. */
export function snippetOf(body: string, query: Query): { snippet: string; marks: Mark[] } {
  const tokens = tokenize(body);
  const hits = merged(query.all.flatMap((term) => occurrences(term, tokens)));
  const [start, end] = frame(body, hits[0] ?? [0, 0]);
  const before = start > 0 ? CUT : "";
  const shift = before.length - start;
  const marks = hits
    .filter(([from, to]) => from < end && to > start)
    .map((hit) => wholeCharacters(body, hit))
    .map(([from, to]): Mark => [Math.max(from, start) + shift, Math.min(to, end) + shift]);
  // One unit for one, so that the marks stay where they are.
  const text = body.slice(start, end).replace(/[\n\t]/g, " ");
  return { snippet: before + text + (end < body.length ? CUT : ""), marks };
}

/** Whether a text is one that the query looks for, by the same words that are marked in it. */
export function holds(body: string, { all, none }: Query): boolean {
  const tokens = tokenize(body);
  const has = (term: Term) => occurrences(term, tokens).length > 0;
  return all.every(has) && !none.some(has);
}

function occurrences(term: Term, tokens: Token[]): Mark[] {
  const marks: Mark[] = [];
  const length = term.tokens.length;
  for (let at = 0; at + length <= tokens.length; at++) {
    const isHere = term.tokens.every((wanted, offset) => {
      const found = tokens[at + offset]?.token ?? "";
      return term.prefix && offset === length - 1 ? found.startsWith(wanted) : found === wanted;
    });
    const first = tokens[at];
    const last = tokens[at + length - 1];
    if (isHere && first && last)
      marks.push([first.start, term.prefix ? firstCharacterEnd(last, tokens[at + length]) : last.end]);
  }
  return marks;
}

/** A prefix is one character; where its pair goes on, the next pair begins. */
function firstCharacterEnd(pair: Token, next: Token | undefined): number {
  return next && next.start > pair.start && next.start < pair.end ? next.start : pair.end;
}

function merged(marks: Mark[]): Mark[] {
  const apart: Mark[] = [];
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0])) {
    const last = apart.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}

/** Where the snippet begins and ends in the body: at gaps between words where there are any near, never inside a character. */
function frame(body: string, [hitStart, hitEnd]: Mark): Mark {
  const room = SNIPPET_CODE_POINTS - 2 * CUT.length;
  if (forward(body, 0, SNIPPET_CODE_POINTS) === body.length) return [0, body.length];
  // A hit near the end of the message leaves room for more in front of it.
  const start = startNear(
    body,
    Math.min(back(body, hitStart, LEAD_CODE_POINTS), back(body, body.length, room)),
    hitStart,
  );
  const limit = forward(body, start, room);
  return [start, limit === body.length ? limit : endNear(body, Math.max(hitEnd, start), limit)];
}

function startNear(body: string, earliest: number, latest: number): number {
  if (earliest === 0) return 0;
  const gap = body.slice(earliest - 1, latest).search(/\s\S/);
  if (gap >= 0) return earliest + gap;
  const character = characterAt(body, earliest);
  return character.start < earliest && character.end <= latest ? character.end : earliest;
}

function endNear(body: string, earliest: number, latest: number): number {
  const gap = body.slice(earliest, latest + 1).search(/\s+\S*$/);
  if (gap >= 0) return earliest + gap;
  const character = characterAt(body, latest);
  // One base with thousands of marks is a single character too: that one may be cut.
  return character.start > earliest ? character.start : latest;
}

/** A hit may end between a Thai letter and the vowel above it; coloured apart they would fall apart. */
function wholeCharacters(body: string, [start, end]: Mark): Mark {
  return [characterAt(body, start).start, Math.max(end, characterAt(body, end - 1).end)];
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function characterAt(body: string, index: number): { start: number; end: number } {
  const found = graphemes.segment(body).containing(index);
  return found ? { start: found.index, end: found.index + found.segment.length } : { start: index, end: index };
}

function forward(text: string, from: number, codePoints: number): number {
  let index = from;
  for (let left = codePoints; left > 0 && index < text.length; left--) index += isPair(text, index) ? 2 : 1;
  return index;
}

function back(text: string, from: number, codePoints: number): number {
  let index = from;
  for (let left = codePoints; left > 0 && index > 0; left--) index -= isPair(text, index - 2) ? 2 : 1;
  return index;
}

function isPair(text: string, index: number): boolean {
  return (text.codePointAt(index) ?? 0) > 0xffff;
}
