import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { isReservedName } from "../../worker/auth/reserved-names.ts";
import { DisplayName, RoomName } from "../../worker/protocol.ts";

/** A text and its code points, for the message of a test that fails: what it is about cannot be seen. */
const shown = (text: string) =>
  `${text} (${Array.from(text, (character) => character.codePointAt(0)?.toString(16)).join(" ")})`;

describe("G22 a name", () => {
  it.each([
    ["plain letters", "Alice"],
    ["two words", "Zoë O’Neil"],
    ["accents of their own", "Zoe\u0308"],
    ["letters from right to left", "ליאור שלום"],
    ["a Persian half-space", "می\u200cخواهم"],
    ["a joiner in Devanagari", "क्\u200dष"],
    ["a Malayalam letter at the end of a word", "മോഹന്\u200d"],
    ["a joiner in Sinhala", "ශ්\u200dරී"],
    ["a variant of an ideograph", "葛\u{e0100}飾 蒼"],
    ["a vowel sign in Mongolian", "ᠮᠣᠩᠭᠣᠯ\u180eᠠ"],
    ["a family", "The 👨‍👩‍👧s"],
    ["a skin tone and a profession", "👩🏽‍🚀 Ada"],
    ["a flag of a region", "🏴󠁧󠁢󠁷󠁬󠁳󠁿 Rhys"],
    ["a flag of a country", "🇹🇷 Ayşe"],
    ["a keycap", "1️⃣ first"],
    ["a heart in colour and one in black", "❤️ ❤︎"],
    ["an emoji that nobody knows yet", "\u{1f9d1}\u200d\u{1fae8} Kim"],
  ])("may have %s", (_, text) => {
    for (const schema of [DisplayName, RoomName]) expect(v.safeParse(schema, text).success, shown(text)).toBe(true);
  });

  it.each([
    ["nothing but a zero-width space", "\u200b"],
    ["nothing but joiners", "\u200d\u200c"],
    ["nothing but a Hangul filler", "\u3164"],
    ["nothing but Braille blanks", "\u2800 \u2800"],
    ["nothing but a mark", "\u0301"],
    ["a mark at the start", "\u0301Alice"],
    ["a joiner in a word whose letters do not join", "Al\u200dice"],
    ["a joiner at the start", "\u200cمی"],
    ["a joiner at the end", "می\u200c"],
    ["two joiners in a row", "می\u200c\u200cخواهم"],
    ["a joiner before a space", "می\u200c خواهم"],
    ["a joiner at the end of an emoji", "👨\u200d"],
    ["a joiner between an emoji and a letter", "👨\u200dAlice"],
    ["a soft hyphen", "Al\u00adice"],
    ["a combining joiner", "Al\u034fice"],
    ["a byte order mark", "Al\ufeffice"],
    ["a zero-width space", "Al\u200bice"],
    ["a variation selector behind a letter", "Al\ufe0fice"],
    ["a variation selector behind a digit", "Alice1\ufe0f"],
    ["a Mongolian vowel separator in another script", "Al\u180eice"],
    ["tags that are no flag", "Alice\u{e0061}\u{e007f}"],
    ["a mark that says left to right", "Alice\u200eBob"],
    ["a mark that says right to left", "שלום\u200f!x"],
    ["a mark for Arabic", "Al\u061cice"],
    ["an override", "Al\u202eice"],
    ["an isolate", "Al\u2066ice"],
    ["an annotation", "Al\ufff9ice"],
    ["two lines", "Al\nice"],
  ])("has not %s", (_, text) => {
    for (const schema of [DisplayName, RoomName]) expect(v.safeParse(schema, text).success, shown(text)).toBe(false);
    expect(v.safeParse(DisplayName, "Alice").success).toBe(true);
  });
});

describe("G23 a username", () => {
  it.each([
    "admin",
    "system",
    "global",
    "deleted",
    "everyone",
    "moderator",
    "adm1n",
    "a_d_m_i_n",
    "sy5t3m",
    "g1obal",
    "all_",
    "0fficial",
    "no_reply",
  ])("is not to be had where it is %s", (name) => {
    expect(isReservedName(name)).toBe(true);
  });

  it.each([
    "alice",
    "admiral",
    "adminton",
    "badminton",
    "ali",
    "alla",
    "globally",
    "ymod",
    "modesto",
    "systema",
    "hereward",
  ])("is to be had where it is %s", (name) => {
    expect(isReservedName(name)).toBe(false);
  });
});
