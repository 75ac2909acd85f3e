import { describe, expect, it } from "vitest";
import { parseQuery } from "../../../worker/search/query.ts";
import { SNIPPET_CODE_POINTS, snippetOf } from "../../../worker/search/snippet.ts";

/** The snippet with its marks in brackets. */
function shown(body: string, q: string): string {
  const { snippet, marks } = snippetOf(body, parseQuery(q));
  let text = "";
  let at = 0;
  for (const [start, end] of marks) {
    text += `${snippet.slice(at, start)}[${snippet.slice(start, end)}]`;
    at = end;
  }
  return text + snippet.slice(at);
}

describe("H44 a snippet", () => {
  it.each([
    ["Tea, please: TEA!", "tea", "[Tea], please: [TEA]!"],
    ["one two three", "three one", "[one] two [three]"],
    ["hot, milk and hot milk", '"hot milk"', "[hot, milk] and [hot milk]"],
    ["Don’t!", "don't", "[Don’t]!"],
    ["İSTANBUL ve ıspanak", "istanbul", "[İSTANBUL] ve ıspanak"],
    ["Die Straße", "strasse", "Die [Straße]"],
    ["e\u0301te\u0301", "ete", "[e\u0301te\u0301]"],
    ["我的手机没电了", "手机", "我的[手机]没电了"],
    ["充电器", "充电器", "[充电器]"],
    ["电电电", "电", "[电电电]"],
    ["电视机", "电", "[电]视机"],
    ["iPhone充電器", "iphone充電", "[iPhone充電]器"],
    ["ｶﾞﾗｽの", "ガ", "[ｶﾞ]ﾗｽの"],
    ["กำลังกิน", "ก", "[กำ]ลัง[กิ]น"],
    ["hi 👨‍👩‍👧!", "👨‍👩‍👧", "hi [👨‍👩‍👧]!"],
    ["القُرْآنُ الكريم", "القران", "[القُرْآنُ] الكريم"],
    ["one\n\ntwo\tthree", "two", "one  [two] three"],
    ["nothing of it", "-other", "nothing of it"],
    ["nothing of it", "", "nothing of it"],
  ])("of %j for %j", (body, q, expected) => {
    expect(shown(body, q)).toBe(expected);
  });

  it("is cut at words around the first hit", () => {
    const body = `${"lorem ipsum ".repeat(30)}needle ${"dolor sit ".repeat(30)}`.trim();
    const text = shown(body, "needle");
    expect(text).toMatch(/^…(ipsum )?(lorem ipsum )+\[needle\] (dolor sit )*dolor( sit)?…$/);
    expect([...text].length).toBeGreaterThan(SNIPPET_CODE_POINTS - 20);
  });

  it("shows the beginning where nothing is marked, and fills itself where the hit is at the end", () => {
    expect(shown("word ".repeat(100).trim(), "-x")).toMatch(/^word .* word…$/);
    const atTheEnd = shown(`${"word ".repeat(100)}needle`, "needle");
    expect(atTheEnd).toMatch(/^…word .* \[needle\]$/);
    expect([...atTheEnd].length).toBeGreaterThan(SNIPPET_CODE_POINTS - 20);
  });

  const units = ["a", "漢", "👨‍👩‍👧", "🇹🇷", "ก็", "e\u0301", "𠮷", "ab ", "a\n", "👍🏽", "\u0301", "한", "ﷺ "];
  it.each(units)("keeps whole what belongs together in a long text of %j", (unit) => {
    for (const at of [0, 100, 390, 391, 500]) {
      const body = `${unit.repeat(at)} needle ${unit.repeat(500 - at)}`;
      const { snippet, marks } = snippetOf(body, parseQuery("needle"));
      expect([...snippet].length).toBeLessThanOrEqual(SNIPPET_CODE_POINTS);
      expect(snippet.isWellFormed()).toBe(true);
      expect(snippet).not.toMatch(/[\n\t]/);
      expect(marks.map(([start, end]) => snippet.slice(start, end))).toEqual(["needle"]);
      const inside = snippet.replace(/^…/, "").replace(/…$/, "").replace("needle", "").replaceAll(" ", "");
      const whole = unit.trim() === "\u0301" ? /^\u0301*$/ : new RegExp(`^(${unit.trim()})*$`);
      expect(inside).toMatch(whole);
    }
  });

  it("marks inside itself, in order and apart, whatever was asked", () => {
    const body = "タイ語 กินข้าว tea 茶茶茶 🎉 chay чай ".repeat(40);
    for (const q of ["茶", "茶茶 tea", '"茶茶" กิน', "чай 🎉", "tea tea", "語 ข้าว", '"tea 茶茶茶"']) {
      const { snippet, marks } = snippetOf(body, parseQuery(q));
      expect(marks.length).toBeGreaterThan(0);
      let last = -1;
      for (const [start, end] of marks) {
        expect(start).toBeGreaterThan(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(snippet.length);
    }
  });
});
