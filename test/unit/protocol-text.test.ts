import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  Bio,
  Body,
  ClientId,
  codePoints,
  DisplayName,
  MeInput,
  Password,
  RoomName,
  Settings,
  Topic,
  Username,
} from "../../worker/protocol.ts";

const accepts = (schema: v.GenericSchema, input: unknown) => v.safeParse(schema, input).success;
/** The same value that `accepts` was given, in the form in which it is stored. */
const stored = (schema: v.GenericSchema, input: unknown) => v.parse(schema, input);

const FAMILY = "👨‍👩‍👧";
const CONTROLS = [..."\u0000\u0001\u0007\u0008\u000b\u000c\u000e\u001b\u001f\u007f\u0080\u0085\u009f"];
const LONE_SURROGATES = ["\ud800", "a\udc00b", "\udc00\ud800", `${FAMILY}\ud83d`];
const DIRECTION_OVERRIDES = [..."\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"];
const NOT_TEXT = [undefined, null, 1, true, {}, [], ["text"], { toString: () => "text" }];

describe("text", () => {
  it.each([
    ["G11 a message body", Body, 1, 4000],
    ["G13 a display name", DisplayName, 1, 64],
    ["G13 a bio", Bio, 0, 500],
    ["G14 a room name", RoomName, 1, 80],
    ["G14 a topic", Topic, 0, 250],
  ])("%s is counted in code points", (_, schema, minimum, maximum) => {
    for (const character of ["a", "é", "漢", "𠮷", "🎉"]) {
      expect(accepts(schema, character.repeat(maximum))).toBe(true);
      expect(accepts(schema, character.repeat(maximum + 1))).toBe(false);
    }
    for (const empty of ["", " ", "\n \t", "\u3000"]) expect(accepts(schema, empty)).toBe(minimum === 0);
  });

  it.each(NOT_TEXT)("S29 is refused where %j stands in its place", (input) => {
    for (const schema of [Body, DisplayName, Bio, RoomName, Topic, Username, Password, ClientId]) {
      expect(accepts(schema, input)).toBe(false);
    }
  });

  it("G20 holds no lone surrogate", () => {
    for (const schema of [Body, DisplayName, Bio, RoomName, Topic, Username, Password]) {
      expect(accepts(schema, "well_formed")).toBe(true);
      for (const text of LONE_SURROGATES) expect(accepts(schema, `well_formed${text}`)).toBe(false);
    }
  });

  it("G20 holds no control characters but tabs and newlines, at its ends neither", () => {
    for (const schema of [Body, Bio, Topic]) {
      expect(accepts(schema, "one\ttwo\nthree")).toBe(true);
      for (const control of CONTROLS) {
        expect(accepts(schema, `one${control}two`), `U+${control.codePointAt(0)?.toString(16)}`).toBe(false);
        expect(accepts(schema, `one${control}`), `U+${control.codePointAt(0)?.toString(16)} at the end`).toBe(false);
        expect(accepts(schema, `${control}one`), `U+${control.codePointAt(0)?.toString(16)} at the start`).toBe(false);
      }
    }
  });

  it("G21 is stored trimmed and with one kind of newline", () => {
    expect(stored(Body, "  one\r\ntwo\rthree\n\nfour \r\n")).toBe("one\ntwo\nthree\n\nfour");
    expect(stored(Bio, "\tabout\t")).toBe("about");
  });

  it("G21 is otherwise stored as it was sent", () => {
    const asSent = [
      "e\u0301 é",
      FAMILY,
      "❤️ ❤",
      "می\u200cخوانم",
      "a  b\tc",
      "\u202eabc",
      "ﬁ ㎏",
      "\u200fשלום",
      "<b>&amp;",
    ];
    for (const text of asSent) expect(stored(Body, text)).toBe(text);
  });

  it("G22 in names is one line without direction overrides", () => {
    for (const schema of [DisplayName, RoomName]) {
      expect(accepts(schema, `Ayşe ${FAMILY} אבג`)).toBe(true);
      for (const sign of ["\n", "\r", "\r\n", "\t", "\u2028", "\u2029", "\u0000", ...DIRECTION_OVERRIDES]) {
        expect(accepts(schema, `Ay${sign}se`), JSON.stringify(sign)).toBe(false);
      }
    }
  });

  it("is counted as people count, a pair of surrogates once", () => {
    expect(codePoints("a🎉")).toBe(2);
    expect(codePoints(FAMILY)).toBe(5);
  });
});

describe("G12 a username", () => {
  it.each([
    ["alice", "alice"],
    ["ALICE", "alice"],
    ["ＡＬＩＣＥ", "alice"],
    ["a_1", "a_1"],
    ["K2", undefined],
    ["\u212aim", "kim"],
    ["ﬁona", "fiona"],
    ["ab", undefined],
    ["a".repeat(32), "a".repeat(32)],
    ["a".repeat(33), undefined],
    ["1abc", undefined],
    ["_abc", undefined],
    [" alice", undefined],
    ["alice\n", undefined],
    ["ali ce", undefined],
    ["ali-ce", undefined],
    ["аlice", undefined],
    ["İsmail", undefined],
    ["ali\u0301ce", undefined],
    ["ali\u200dce", undefined],
    ["__proto__", undefined],
    ["constructor", "constructor"],
    ["", undefined],
  ])("%j becomes %j", (typed, kept) => {
    const result = v.safeParse(Username, typed);
    expect(result.success ? result.output : undefined).toBe(kept);
  });
});

describe("G16 a password", () => {
  it("has 8 to 256 code points", () => {
    expect(accepts(Password, "🎉".repeat(8))).toBe(true);
    expect(accepts(Password, "🎉".repeat(7))).toBe(false);
    expect(accepts(Password, "🎉".repeat(256))).toBe(true);
    expect(accepts(Password, "🎉".repeat(257))).toBe(false);
  });

  it("is the same in both normal forms, and keeps its spaces", () => {
    expect(stored(Password, "pa\u0308sswort")).toBe("p\u00e4sswort");
    expect(stored(Password, "  eight  ")).toBe("  eight  ");
    expect(accepts(Password, "        ")).toBe(true);
  });
});

describe("G15 settings", () => {
  it("are at most 8 KiB of JSON, counted in bytes", () => {
    const overhead = JSON.stringify({ a: "" }).length;
    expect(accepts(Settings, { a: "x".repeat(8192 - overhead) })).toBe(true);
    expect(accepts(Settings, { a: "x".repeat(8193 - overhead) })).toBe(false);
    expect(accepts(Settings, { a: "é".repeat(4100) })).toBe(false);
  });

  it("are an object and nothing else", () => {
    for (const input of [null, "text", 1, [], [1, 2]])
      expect(accepts(Settings, input), JSON.stringify(input)).toBe(false);
    expect(stored(Settings, { theme: "dark", list: [1, { a: null }] })).toEqual({
      theme: "dark",
      list: [1, { a: null }],
    });
  });

  it("are refused, without harm, where they are nested without end", () => {
    const deep = JSON.parse(`{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`);
    expect(() => v.safeParse(MeInput, { settings: deep })).not.toThrow();
    expect(accepts(MeInput, { settings: deep })).toBe(false);
  });

  it("change no prototype", () => {
    const settings = stored(Settings, JSON.parse('{"__proto__": {"isAdmin": true}, "theme": "dark"}'));
    expect(settings).toMatchObject({ theme: "dark" });
    expect(Reflect.get(Object(settings), "isAdmin")).toBeUndefined();
    expect(Reflect.get({}, "isAdmin")).toBeUndefined();
  });
});
