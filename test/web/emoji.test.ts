import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { closedEmojiBefore, emojiBefore } from "../../web/models/completion.ts";
import { emojiCalled, findEmoji, loadEmoji } from "../../web/models/emoji.ts";
import { QUICK_EMOJI } from "../../web/models/quick-emoji.ts";
import { Emoji } from "../../worker/protocol.ts";

describe("the tables of emoji", () => {
  test("hold only what the server takes, each once, and have the quick ones among them", async () => {
    const texts = (await loadEmoji("en-GB")).map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(1_800);
    expect(texts.filter((text) => !v.is(Emoji, text))).toEqual([]);
    expect(new Set(texts).size).toBe(texts.length);
    expect(QUICK_EMOJI.filter((text) => !texts.includes(text))).toEqual([]);
  });

  test("speak the reader's language, and keep the names that are typed", async () => {
    const japanese = await loadEmoji("ja");
    expect(emojiCalled(japanese, "cat")?.label).toBe("ネコの顔");
    expect(findEmoji(japanese, "ネコ", 3).map(({ text }) => text)).toContain("🐈");
    expect(await loadEmoji("xx")).toBe(await loadEmoji("en"));
  });
});

describe("looking for an emoji", () => {
  test.each([
    ["tada", "🎉"],
    ["+1", "👍"],
    ["thumbsup", "👍"],
    ["heart", "❤️"],
    ["pizza", "🍕"],
    ["joy", "😂"],
    ["TURKEY", "🦃"],
  ])(":%s: finds %s first", async (query, text) => {
    expect(findEmoji(await loadEmoji("en"), query, 5)[0]?.text).toBe(text);
  });

  test("finds by what it is about, and nothing by nothing", async () => {
    const all = await loadEmoji("en");
    expect(findEmoji(all, "celebrat", 20).map(({ text }) => text)).toContain("🎉");
    expect(findEmoji(all, "  ", 8)).toEqual([]);
    expect(findEmoji(all, "zzzzzz", 8)).toEqual([]);
  });
});

describe("a name that is being typed", () => {
  test.each([
    ["hello :ta", "ta", 6],
    [":thumbs", "thumbs", 0],
    ["(:smi", "smi", 1],
    ["ja :ネコ", "ネコ", 3],
  ])("%s can be completed", (text, query, from) => {
    expect(emojiBefore(text, text.length)).toEqual({ query, from, to: text.length });
  });

  test.each(["at 10:30", "https://a", "::ab", ":)", ":D", "a:bc", ": ab", ":"])("%s is no name", (text) => {
    expect(emojiBefore(text, text.length)).toBeUndefined();
  });

  test("is the one at the caret", () => {
    expect(emojiBefore(":ta and more", 3)).toEqual({ query: "ta", from: 0, to: 3 });
    expect(closedEmojiBefore("yes :tada: no", 10)).toEqual({ query: "tada", from: 4, to: 10 });
    expect(closedEmojiBefore("10:30:", 6)).toBeUndefined();
  });
});
