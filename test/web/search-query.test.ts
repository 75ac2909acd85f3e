import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ParsedSearch, parseSearch } from "../../web/models/search-query.ts";
import { parseQuery } from "../../worker/search/query.ts";
import { random } from "../support/random.ts";

// Saturday, 21 November 2026, ten past three in the afternoon in Istanbul, three hours ahead of UTC all year.
const NOW = Date.UTC(2026, 10, 21, 12, 10);
const at = (text: string) => Date.parse(text);
const parse = (text: string) => parseSearch(text, NOW);

const zoneBefore = process.env["TZ"];
beforeAll(() => {
  process.env["TZ"] = "Europe/Istanbul";
});
afterAll(() => {
  if (zoneBefore === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zoneBefore;
});

describe("words", () => {
  it.each([
    ["tea", "tea"],
    ["  tea   time ", "tea   time"],
    ['"exact words" -not -"not these"', '"exact words" -not -"not these"'],
    ["“exact words” „so“ «и так» ＂也＂ 「これ」", '"exact words" "so" "и так" "也" "これ"'],
    ["10:30 https://example.org a:b", "10:30 https://example.org a:b"],
    ['"from:@ann has:link"', '"from:@ann has:link"'],
    ["mail-from:ann xfrom:ann", "mail-from:ann xfrom:ann"],
    ['5" disk', '5" disk'],
    ["--force", "--force"],
    ["ışık güzel", "ışık güzel"],
    ["السلام عليكم", "السلام عليكم"],
    ["今天天气 -天使", "今天天气 -天使"],
    ["inside: onto: hash: fromage:", "inside: onto: hash: fromage:"],
  ])("%j stay as they are", (text, q) => {
    expect(parse(text)).toMatchObject({ parameters: { q }, faults: [] });
    expect(Object.keys(parse(text).parameters)).toEqual(["q"]);
  });

  it.each(["", " ", "\n\t"])("%j is nothing", (text) => {
    expect(parse(text)).toEqual({ parameters: {}, faults: [], tokens: [] });
  });

  it("may be 200 characters long, whatever the operators take", () => {
    const long = "𝕏".repeat(200);
    expect(parse(`${long} has:link from:@ann`).faults).toEqual([]);
    expect(parse(`${long}x`).faults).toMatchObject([{ kind: "tooLong" }]);
  });
});

describe("operators", () => {
  it.each<[string, ParsedSearch["parameters"]]>([
    ["from:@ann", { from: { sign: "@", name: "ann" } }],
    ["From:ANN", { from: { sign: "", name: "ANN" } }],
    ["from:me", { from: { sign: "", name: "me" } }],
    ["from：＠ayşe", { from: { sign: "@", name: "ayşe" } }],
    ["in:#general", { in: { sign: "#", name: "general" } }],
    ['in:#"Çay Bahçesi"', { in: { sign: "#", name: "Çay Bahçesi" } }],
    ["in:“读书会 二”", { in: { sign: "", name: "读书会 二" } }],
    ["in:#نادي_الكتاب", { in: { sign: "#", name: "نادي_الكتاب" } }],
    ["in:everyone", { in: { sign: "", name: "everyone" } }],
    ["has:link", { has: "link" }],
    ["HAS:Link has:link", { has: "link" }],
    ["mentions:me", { mentions: "me" }],
    ["mentions:@me", { mentions: "me" }],
    ["tea from:@ann cake", { q: "tea cake", from: { sign: "@", name: "ann" } }],
    ['"a b" has:link -c\nin:#x', { q: '"a b" -c', has: "link", in: { sign: "#", name: "x" } }],
    ['in:#x"a b"', { q: '"a b"', in: { sign: "#", name: "x" } }],
    [
      "天气 from:@li mentions:me في has:link",
      { q: "天气 في", from: { sign: "@", name: "li" }, mentions: "me", has: "link" },
    ],
  ])("%j are taken out of the words", (text, parameters) => {
    expect(parse(text)).toMatchObject({ parameters, faults: [] });
    expect(Object.keys(parse(text).parameters).sort()).toEqual(Object.keys(parameters).sort());
  });

  it.each([
    ["from:", "empty", "from", true],
    ["from: @ann", "empty", "from", false],
    ["from:@", "empty", "from", true],
    ['in:""', "empty", "in", true],
    ["from:#group", "notPerson", "from", false],
    ["has:image", "has", "has", false],
    ["has:li", "has", "has", true],
    ["has:li tea", "has", "has", false],
    ["mentions:@ann", "mentions", "mentions", false],
    ["mentions:m", "mentions", "mentions", true],
    ["-from:@ann", "excluded", "from", false],
    ["-has:link", "excluded", "has", false],
    ["from:@ann from:@bob", "twice", "from", false],
    ["from:@ann from:", "empty", "from", true],
    ["has:link has:image", "has", "has", false],
    ["on:2026-01-31 on:2026-02-01", "twice", "on", false],
    ["on:tomorrow", "day", "on", false],
    ["on:tod", "day", "on", true],
    ["on:yesterdays", "day", "on", false],
    ["after:2026-", "day", "after", true],
    ["after:2026-01-3", "day", "after", true],
    ["after:2026-1-3", "day", "after", false],
    ["before:2026-02-30", "day", "before", false],
    ["before:2026-13-01", "day", "before", false],
    ["before:2026-00-01", "day", "before", false],
    ["before:2026-01-00", "day", "before", false],
    ["before:31.01.2026", "day", "before", false],
    ["on:@today", "day", "on", false],
    ["on:today)", "day", "on", false],
  ])("%j is said to be wrong", (text, kind, operator, isUnfinished) => {
    expect(parse(text).faults).toEqual([expect.objectContaining({ kind, operator, isUnfinished })]);
  });

  it("say all that is wrong, in order, with what was typed", () => {
    expect(parse("has:image on:never from:#x tea").faults).toEqual([
      { kind: "has", operator: "has", value: "image", isUnfinished: false },
      { kind: "day", operator: "on", value: "never", isUnfinished: false },
      { kind: "notPerson", operator: "from", value: "#x", isUnfinished: false },
    ]);
  });

  it("stand where they were typed", () => {
    const text = '  天气 from:@ann “a b” in:#"x y" c';
    const tokens = parse(text).tokens.map(({ start, end, ...token }) => [token.kind, text.slice(start, end)]);
    expect(tokens).toEqual([
      ["words", "天气"],
      ["operator", "from:@ann"],
      ["words", "“a b”"],
      ["operator", 'in:#"x y"'],
      ["words", "c"],
    ]);
    const [from, place] = parse(text).tokens.filter((token) => token.kind === "operator");
    expect(text.slice(from?.valueStart, from?.end)).toBe("@ann");
    expect(text.slice(place?.valueStart, place?.end)).toBe('#"x y"');
  });

  it("keep a name open while its quote is", () => {
    expect(parse('in:#"Book cl').parameters).toEqual({ in: { sign: "#", name: "Book cl" } });
  });
});

describe("days", () => {
  it("are the reader's own", () => {
    expect(parse("on:2026-01-31").parameters).toEqual({
      after: at("2026-01-31T00:00:00+03:00") - 1,
      before: at("2026-02-01T00:00:00+03:00"),
    });
    expect(parse("on:today").parameters).toEqual({
      after: at("2026-11-21T00:00:00+03:00") - 1,
      before: at("2026-11-22T00:00:00+03:00"),
    });
    expect(parse("on:Yesterday").parameters).toEqual({
      after: at("2026-11-20T00:00:00+03:00") - 1,
      before: at("2026-11-21T00:00:00+03:00"),
    });
  });

  it("begin with after: and end with before:, so that the two leave nothing out and nothing twice", () => {
    expect(parse("after:2026-01-31").parameters).toEqual({ after: at("2026-01-31T00:00:00+03:00") - 1 });
    expect(parse("before:2026-01-31").parameters).toEqual({ before: at("2026-01-31T00:00:00+03:00") });
    expect(parse("after:2026-01-01 on:2026-01-31 before:2027-01-01").parameters).toEqual(
      parse("on:2026-01-31").parameters,
    );
  });

  it("have 23 or 25 hours where the clocks change, and begin at one where there is no midnight", () => {
    const hours = (day: string, zone: string) => {
      process.env["TZ"] = zone;
      const { after = 0, before = 0 } = parseSearch(`on:${day}`, NOW).parameters;
      return [new Date(after + 1).toISOString(), (before - after - 1) / 3_600_000];
    };
    expect(hours("2026-03-29", "Europe/Berlin")).toEqual(["2026-03-28T23:00:00.000Z", 23]);
    expect(hours("2026-10-25", "Europe/Berlin")).toEqual(["2026-10-24T22:00:00.000Z", 25]);
    expect(hours("2018-11-04", "America/Sao_Paulo")).toEqual(["2018-11-04T03:00:00.000Z", 23]);
    process.env["TZ"] = "Europe/Istanbul";
  });

  it("know leap years, and are never before the server's time begins", () => {
    expect(parse("on:2024-02-29").faults).toEqual([]);
    expect(parse("on:2026-02-29").faults).toHaveLength(1);
    expect(parse("on:0026-01-01").parameters).toEqual({ after: 0, before: 0 });
    expect(parse("before:1970-01-01").parameters).toEqual({ before: 0 });
    expect(parse("before:9999-12-31").faults).toEqual([]);
  });
});

describe("any text", () => {
  const PIECES = [
    ..."\"'“”«-:：@#＃ \t\n،。",
    ..."from in before after on has mentions link me today everyone 2026-01-31".split(" "),
    ..."ışık İ ſ السلام 天气 ไทย 👩‍👩‍👧 \ud800 \u0000 \u200f".split(" "),
  ];

  it("is taken apart without a throw, in order, and the words are what the server would see", () => {
    const chance = random(38);
    for (let round = 0; round < 5_000; round++) {
      const text = Array.from({ length: chance.below(14) }, () => PIECES[chance.below(PIECES.length)]).join("");
      const { tokens, parameters } = parse(text);
      let end = 0;
      for (const token of tokens) {
        expect(token.start, text).toBeGreaterThanOrEqual(end);
        expect(token.end, text).toBeGreaterThan(token.start);
        expect(text.slice(end, token.start).trim(), text).toBe("");
        end = token.end;
      }
      expect(text.slice(end).trim(), text).toBe("");
      const words = tokens.flatMap((token) => (token.kind === "words" ? [text.slice(token.start, token.end)] : []));
      const straight = words.map((each) => parseQuery(each.replace(/[“”«]/g, '"')));
      expect(parseQuery(parameters.q ?? ""), text).toEqual({
        all: straight.flatMap(({ all }) => all),
        none: straight.flatMap(({ none }) => none),
      });
    }
  });

  // One that looks back from each of them would outlive the limit that every test has, however fast the machine.
  it.each(["from:", '"', "-", 'in:#"', "a:", " "])("of 100,000 characters of %j comes to an end", (piece) => {
    const { q = "" } = parse(piece.repeat(100_000 / piece.length)).parameters;
    expect(q.length).toBeLessThanOrEqual(100_000);
  });
});
