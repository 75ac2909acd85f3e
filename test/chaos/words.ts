/** What people say: text of every kind that has been broken by chats before. */
import type { random } from "../support/random.ts";

export type Random = ReturnType<typeof random>;

const TEXTS = [
  "",
  "see you at eight",
  "  two spaces first, and a few at the end   ",
  "one line\nand another\r\nand a third\rand the last",
  "tabs\tbetween\twords",
  "👨‍👩‍👧‍👦 family, 🏳️‍🌈 flag, é as one and é as two",
  "İstanbul'da çay içelim mi?",
  "שלום עולם, مرحبا بالعالم",
  "今日は良い天気ですね。สวัสดีครับ",
  "<script>alert('x')</script> &amp; \"quotes\" \\ backslash",
  '{"type":"send","id":"forged-id","body":"{}","__proto__":{"admin":true}}',
  "null undefined NaN 0 -1 1e309 %s %00 $1 \\0",
  "'; drop table messages; --",
  "\u2028line and\u2029paragraph separators\u200b and nothing",
];
// A message may have 4,000 code points; most are short.
const LONG = "lorem ipsum dolor sit amet 🎈 ".repeat(130);
const LONG_EVERY = 50;

export function textOf(chance: Random): string {
  return chance.below(LONG_EVERY) === 0 ? LONG : chance.pick(TEXTS);
}

/** A word that every message of a room has, and no message of another one: search has to find all of them by it. */
export function wordOf(room: string): string {
  return `in${room.replaceAll(":", "x")}`;
}
