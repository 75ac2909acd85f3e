import { describe, expect, it } from "vitest";
import { foldText, indexText, tokenize } from "../../../worker/search/text.ts";
import { wordsSeenByFts5 } from "./corpus.ts";

const wordsOf = (text: string) => tokenize(text).map(({ token }) => token);

describe("words of the index", () => {
  it("folds every i of Turkish into one", () => {
    expect(new Set(["I", "ı", "İ", "i", "i\u0307"].map(foldText))).toEqual(new Set(["i"]));
  });

  it("folds case and accents and keeps letters apart", () => {
    expect(foldText("ÀÉÎ Ё Й ς ß ÆŒ Ł ｆｕｌｌ ﬁ Å")).toBe("aei е и σ ss aeoe l full fi a");
    expect(foldText("ガ")).not.toBe(foldText("カ"));
    expect(foldText("ب")).not.toBe(foldText("ت"));
  });

  it("folds what is folded already into itself", () => {
    for (const text of ["İıIi", "Ἑλλάς ᾠδή", "ガｶﾞ", "กำลัง", "القُرْآن", "Straße", "한국어", "ŉ ǰ ΐ"]) {
      expect(foldText(foldText(text))).toBe(foldText(text));
    }
  });

  it("says where a word stands in the text as it was sent", () => {
    const text = "👋 İSTANBUL, e\u0301té! 日本語 ﷺ";
    for (const { start, end, token } of tokenize(text)) {
      expect(foldText(text.slice(start, end))).toContain(token);
    }
    expect(tokenize(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      "👋",
      "İSTANBUL",
      "e\u0301té",
      "日本",
      "本語",
      "語",
      "ﷺ",
      "ﷺ",
      "ﷺ",
      "ﷺ",
    ]);
  });

  it("makes overlapping pairs of scripts without spaces and closes each run", () => {
    expect(wordsOf("日本語")).toEqual(["日本", "本語", "語"]);
    expect(wordsOf("電")).toEqual(["電"]);
    expect(wordsOf("iPhone充電 OK")).toEqual(["iphone", "充電", "電", "ok"]);
    expect(wordsOf("𠮷野")).toEqual(["𠮷野", "野"]);
    expect(wordsOf("ｺｰﾋﾞ")).toEqual(["コー", "ービ", "ビ"]);
    expect(wordsOf("한국어 말")).toEqual(["한국어", "말"]);
  });

  it("takes an emoji as a word and invisible signs as nothing", () => {
    expect(wordsOf("a👍🏽b")).toEqual(["a", "👍🏽", "b"]);
    expect(wordsOf("so\u00adft re\u2060al")).toEqual(["soft", "real"]);
    expect(wordsOf("\ufe0f \u0301 \u200d --- …")).toEqual([]);
  });

  it("leaves nothing in the index that FTS5 would split at, but the spaces", () => {
    const hostile = "👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ﷺ ½ ㎏ \u00a0x\u3000y e\u200bf ŉ \u0600١ \u180e 1\u20e3 ⁉️ 〰️ 🫠 🪾";
    // Unicode has given out no letter beyond its fourth plane.
    const everyLetter = Array.from({ length: 0x40000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((character) => /[\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{RGI_Emoji}]/v.test(character))
      .join(" ");
    for (const text of [hostile, everyLetter]) {
      const words = indexText(text).split(" ");
      expect(wordsSeenByFts5(words)).toEqual(words.length);
    }
  }, 30_000);

  // A few milliseconds each. What looks back from every character outlives the limit of every test.
  it.each(["a", "漢", "ก็", "👨‍👩‍👧", "\u0301", "ﷺ", "ｶﾞ", "-", "\u200d", "é\u00ad"])(
    "reads 4,000 characters of %j to the end",
    (unit) => {
      const text = unit.repeat(4_000 / unit.length);
      expect(indexText(`${text} end`).endsWith("end")).toBe(true);
    },
  );
});
