import { describe, expect, it } from "vitest";
import { isEmpty, matchExpression, parseQuery } from "../../../worker/search/query.ts";
import { corpus } from "./corpus.ts";

/** A query in short: `+word`, `-word`, `~` behind a single character that another may follow. */
function short(q: string): string[] {
  const { all, none } = parseQuery(q);
  const written = (sign: string) => (term: { tokens: string[]; prefix: boolean }) =>
    `${sign}${term.tokens.join("_")}${term.prefix ? "~" : ""}`;
  return [...all.map(written("+")), ...none.map(written("-"))];
}

describe("H42 the syntax of a search", () => {
  it.each([
    ["one two", "+one", "+two"],
    ['"one two" three', "+one_two", "+three"],
    ["one -two", "+one", "-two"],
    ['-"one two" three', "+three", "-one_two"],
    ['"one"two', "+one", "+two"],
    ['one"two three"', "+one", "+two_three"],
    ["well-known", "+well_known"],
    ["-well-known", "-well_known"],
    ["電", "+電~"],
    ["電気", "+電気"],
    ["電気x", "+電気_気_x"],
    ["x電", "+x_電~"],
    ["-電", "-電~"],
  ])("reads %s", (q, ...terms) => {
    expect(short(q)).toEqual(terms);
  });

  it.each([
    ["a AND b", "+a", "+and", "+b"],
    ["a OR NOT b", "+a", "+or", "+not", "+b"],
    ["NEAR(a b, 5)", "+near_a", "+b", "+5"],
    ["body:secret", "+body_secret"],
    ["a*", "+a"],
    ["^a", "+a"],
    ["{room author}:x", "+room", "+author_x"],
    ['"unbalanced one', "+unbalanced", "+one"],
    ['one "two" "three', "+one", "+two", "+three"],
    ['x"-y', "+x", "+y"],
    ["--force", "+force"],
    ["- one", "+one"],
    ["a–b", "+a_b"],
    ["'; DROP TABLE users; --", "+drop", "+table", "+users"],
    ["“smart quotes”", "+smart", "+quotes"],
  ])("takes %s as text", (q, ...terms) => {
    expect(short(q)).toEqual(terms);
  });

  it.each(["", " ", "...", '"', '""', '-""', "-", "--", "* ^ : ( )", "\u200d", '" - "'])(
    "H43 finds no word in %j",
    (q) => {
      expect(isEmpty(parseQuery(q))).toBe(true);
      expect(matchExpression(parseQuery(q))).toEqual({});
    },
  );

  it("writes what must and what must not match apart", () => {
    expect(matchExpression(parseQuery('tea "hot milk" -sugar -電'))).toEqual({
      must: '"tea" AND "hot milk"',
      not: '"sugar" OR "電"*',
    });
    expect(matchExpression(parseQuery("-sugar"))).toEqual({ not: '"sugar"' });
  });
});

describe("H42 hostile queries are just text", () => {
  const search = corpus(["a plain message", "another one"]);

  it.each([
    '"',
    '""""',
    '" OR "" OR "',
    'plain" OR body : "another',
    'plain") OR room : ("global',
    "plain NOT",
    "NOT plain",
    "plain AND",
    "(plain",
    "plain)",
    "*",
    "plain*plain",
    "^plain",
    "plain + message",
    "- - plain",
    "room : global",
    "{body} : plain",
    "NEAR(plain message)",
    "\u0000plain",
    "plain\u0000",
    "%",
    "_",
    "\\",
    "'",
    "a".repeat(200),
    "漢".repeat(200),
    "ﷺ".repeat(200),
    "a ".repeat(100),
    "-a ".repeat(66),
    '-"a b" '.repeat(28),
    "👨‍👩‍👧".repeat(25),
    '"'.repeat(200),
    "\ud800 plain",
  ])("%j", (q) => {
    expect(() => search(q)).not.toThrow();
  });

  it("reaches nothing by what looks like an expression", () => {
    expect(search("plain message")).toEqual(["a plain message"]);
    expect(search('plain" OR body : "another')).toEqual([]);
    expect(search("plain OR another")).toEqual([]);
    expect(search("pla*")).toEqual([]);
  });
});
