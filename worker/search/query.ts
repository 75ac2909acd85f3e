/**
 * What a person types into the search field, as words, "phrases" and -exclusions, and as an FTS5 expression.
 * Nothing else is syntax: every other sign only separates words.
 */
import { runsOf, type Token, tokensOf } from "./text.ts";

/** Index words that must stand together in this order. `prefix`: the last one is a single character that another may follow. */
export interface Term {
  tokens: string[];
  prefix: boolean;
}

/** All of `all` and none of `none`. With both empty the query holds no word and finds nothing. */
export interface Query {
  all: Term[];
  none: Term[];
}

/** A phrase, an excluded phrase, or a word; a quote without a partner is passed over. */
const PARTS = /(?<minus>(?<!\S)-)?"(?<phrase>[^"]*)"|(?<word>[^\s"]+)|"/g;
/** One minus at the start of a word excludes it; two are text, so that --force can be looked for. */
const EXCLUDED = /^-(?!-)/;

export function parseQuery(text: string): Query {
  const query: Query = { all: [], none: [] };
  for (const { 0: part, index, groups } of text.matchAll(PARTS)) {
    const word = groups?.["word"];
    const excludes =
      word === undefined ? groups?.["minus"] !== undefined : EXCLUDED.test(part) && !/\S$/.test(text.slice(0, index));
    const term = termOf(groups?.["phrase"] ?? word ?? "");
    if (term) (excludes ? query.none : query.all).push(term);
  }
  return query;
}

export function isEmpty(query: Query): boolean {
  return query.all.length === 0 && query.none.length === 0;
}

/**
 * The two halves of an FTS5 expression, without a column: the caller writes `body : (must) NOT body : (not)` behind its own
 * conditions. Either is absent where the query has no such part. Exclusions are joined by OR, because FTS5 nests one NOT
 * in the other and gives up on deep expressions.
 */
export function matchExpression(query: Query): { must?: string; not?: string } {
  return {
    ...(query.all.length > 0 && { must: query.all.map(expressionOf).join(" AND ") }),
    ...(query.none.length > 0 && { not: query.none.map(expressionOf).join(" OR ") }),
  };
}

/** A value as FTS5 takes it literally. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function expressionOf(term: Term): string {
  return quoted(term.tokens.join(" ")) + (term.prefix ? "*" : "");
}

function termOf(part: string): Term | undefined {
  const runs = runsOf(part);
  const last = runs.at(-1);
  const tokens: Token[] = runs.flatMap((run) => tokensOf(part, run, run === last));
  if (!last || tokens.length === 0) return undefined;
  const prefix = last.kind === "dense" && tokensOf(part, last).length === 1;
  return { tokens: tokens.map(({ token }) => token), prefix };
}
