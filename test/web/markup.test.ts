import "./support/english.ts";
import { describe, expect, test } from "vitest";
import { highlight } from "../../web/models/highlight.ts";
import { addressOf, isHonest } from "../../web/models/links.ts";
import { type Block, type Inline, parseMarkup } from "../../web/models/markup.ts";
import { plainLine } from "../../web/models/plain-line.ts";
import { mayHaveMarkup, splitAddresses } from "../../web/models/plain-text.ts";
import { random } from "../support/random.ts";

/** The tree written down: `strong(a)`, `link(https://a.b/, text)`. */
function outline(blocks: readonly Block[]): string {
  return blocks.map(outlineOf).join(" ");
}

function outlineOf(block: Block): string {
  switch (block.kind) {
    case "text":
      return inlines(block.inside);
    case "quote":
      return `quote(${outline(block.inside)})`;
    case "code":
      return `code${block.language === undefined ? "" : `:${block.language}`}(${block.text})`;
    case "list":
      return `list(${block.items.map(({ value, inside }) => `${value ?? "•"} ${outline(inside)}`).join(", ")})`;
  }
}

function inlines(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (part.kind === "text") return part.text;
      if (part.kind === "code") return `code(${part.text})`;
      if (part.kind === "link") return `link(${part.href}, ${inlines(part.inside)})`;
      return `${part.kind}(${inlines(part.inside)})`;
    })
    .join("");
}

describe("what people type", () => {
  test.each([
    ["**bold** and *italic*, _too_", "strong(bold) and emphasis(italic), emphasis(too)"],
    ["***both*** ~~gone~~ ~too~", "emphasis(strong(both)) strike(gone) strike(too)"],
    ["`code *as is*` here", "code(code *as is*) here"],
    ["```js\nlet a;\n\n  b\n```\ntail", "code:js(let a;\n\n  b) tail"],
    ["> said\n> so\n\nno", "quote(said\nso) no"],
    ["> a\n> > b", "quote(a quote(b))"],
    ["- a\n- b\n  - c", "list(• a, • b list(• c))"],
    ["3. yes\n7. no", "list(3 yes, 7 no)"],
    ["- [ ] milk\n- [x] tea", "list(• [ ] milk, • [x] tea)"],
    ["[the docs](https://example.com/a_b)", "link(https://example.com/a_b, the docs)"],
    ["see www.example.com.", "see link(http://www.example.com/, www.example.com)."],
    [
      "(https://en.wikipedia.org/wiki/Tea_(meal))",
      "(link(https://en.wikipedia.org/wiki/Tea_(meal), https://en.wikipedia.org/wiki/Tea_(meal)))",
    ],
    ["write to me@example.com", "write to link(mailto:me@example.com, me@example.com)"],
    ["これは**強調**です", "これはstrong(強調)です"],
  ])("%j is %j", (typed, expected) => {
    expect(outline(parseMarkup(typed))).toBe(expected);
  });

  test.each([
    "# heading",
    "above\n---\nbelow",
    "    indented",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "<b>bold</b> <img src=x onerror=alert(1)> &amp; &#60;",
    "<!-- nothing --> <script>alert(1)</script>",
    "![picture](https://example.com/a.png)",
    "[name]: target\nand [name]",
    "2*3*4 is 24, and a**b**c",
    "snake_case_word",
    "**never closed, `nor this",
    "-5 degrees, +1",
    "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x) [d](vbscript:x) [e](/r/global) [f](//x.y)",
    "[https://good.example](https://evil.example)",
    "[www.good.example](https://evil.example)",
    "[me@good.example](mailto:me@evil.example)",
    "one\n\n\n\n  two\tthree",
    "trailing  \nspaces",
    "-",
    ">",
    "1.",
    "- \n- two",
  ])("%j stays as it is", (typed) => {
    expect(outline(parseMarkup(typed))).toBe(typed);
  });

  test("leads to the web and to mailboxes, and nowhere else", () => {
    const addresses = ["https://a.b/c?d#e", "http://a.b", "mailto:a@b.c"];
    expect(addresses.map(addressOf).filter((address) => address === undefined)).toEqual([]);
    const others = [
      "javascript:1",
      "java\nscript:1",
      " javascript:1",
      "data:,x",
      "blob:x",
      "file:///x",
      "ftp://a.b",
      "/x",
      "x",
      "",
    ];
    expect(others.map(addressOf).filter((address) => address !== undefined)).toEqual([]);
  });

  test("may call a link what it wants, but not by another address", () => {
    for (const text of [
      "the docs",
      "Note: read this",
      "Node.js",
      "a.b",
      "https://a.example/other/path",
      "www.a.example",
    ])
      expect(isHonest(text, "https://a.example/page"), text).toBe(true);
    for (const text of ["https://b.example", "https://a.example@b.example/", "www.b.example", "x@b.example"])
      expect(isHonest(text, "https://a.example/page"), text).toBe(false);
    expect(isHonest("https://bücher.example", "https://xn--bcher-kva.example/")).toBe(true);
  });
});

describe("a message on one line", () => {
  test.each([
    ["**bold** and _it_, ~~no~~ `code` __yes__", "bold and it, no code yes"],
    ["> said\n> so\n\nno", "said so no"],
    ["```ts\nlet a = 1;\n```", "let a = 1;"],
    ["see [the docs](https://example.com/a_b) and snake_case_word", "see the docs and snake_case_word"],
    ["2 * 3 * 4, 2**3, *, ** and __init__.py", "2 * 3 * 4, 2**3, *, ** and init.py"],
    ["first\n\n\tsecond", "first second"],
    ["```\n```", "```\n```"],
  ])("%j is %j", (body, line) => {
    expect(plainLine({ body })).toBe(line);
  });

  test("is cut, whatever it is made of, and says of a deleted one that it is", () => {
    for (const part of ["x", "*", "[", "[a](", "_a ", "> "]) {
      expect(plainLine({ body: part.repeat(4_000 / part.length) }).length).toBeLessThanOrEqual(200);
    }
    expect(plainLine({ body: "", deletedAt: 1 })).toBe("This message was deleted.");
  });
});

describe("a message without markup", () => {
  test.each(["hello there", "how are you? fine!", "10:30, 50% (about) #tag @bob", "don't; a/b = c", "x".repeat(4_000)])(
    "is not even parsed: %s",
    (text) => {
      expect(mayHaveMarkup(text)).toBe(false);
      expect(outline(parseMarkup(text))).toBe(text);
    },
  );

  test("is the same text, parsed or not", () => {
    const chance = random(33);
    const letters = [..."ab  \n\nця日😀.,!?:;/#@%&'()-+=12|"];
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: 40 }, () => letters[chance.below(letters.length)])
        .join("")
        .trim();
      if (!mayHaveMarkup(text)) expect(outline(parseMarkup(text))).toBe(text);
    }
  });

  test("has its addresses found, without what closes a sentence", () => {
    expect(splitAddresses("see https://a.b/c, (http://d.e) or ftp://f")).toEqual([
      "see ",
      "https://a.b/c",
      ", (",
      "http://d.e",
      ") or ftp://f",
    ]);
  });
});

describe("what somebody types to do harm", () => {
  const repeated = (text: string) => text.repeat(Math.floor(4_000 / text.length));
  const bodies = [
    ">",
    "> ",
    "- ",
    "1. ",
    "> - ",
    "*",
    "*a",
    "_a ",
    "**x__",
    "**a *b ",
    "[",
    "[a](",
    "![",
    "`",
    "`a``b",
    "~~a",
    "<a@",
    "a@a.",
    "http://a.",
    "\\",
    "&amp;",
    "***a**b*",
    "a**b",
    "]( ",
  ];

  test.each(bodies)("%j, four thousand characters of it, is shown at all", (text) => {
    // It takes some ten milliseconds. What takes its square or worse outlives the limit of every test.
    expect(parseMarkup(repeated(text)).length).toBeGreaterThan(0);
  });

  test("shows as typed what is nested without end", () => {
    expect(outline(parseMarkup(repeated("> ")))).toBe(repeated("> "));
    expect(outline(parseMarkup(repeated("- ")))).toBe(repeated("- "));
  });
});

describe("code", () => {
  test.each([
    ["js", "const a = 'b';", ["hljs-keyword", "hljs-string"]],
    ["Python", "def f(): return None", ["hljs-keyword", "hljs-literal"]],
    ["html", "<b>x</b>", ["hljs-tag", "hljs-name"]],
  ])("in %s is told apart", async (language, code, names) => {
    const pieces = await highlight(code, language);
    expect(pieces.map(({ text }) => text).join("")).toBe(code);
    expect(pieces.flatMap((piece) => piece.names)).toEqual(expect.arrayContaining(names));
  });

  test.each(["nonsense", "constructor", "__proto__"])("in %s is shown as it is", async (language) => {
    expect(await highlight("<b>x</b>", language)).toEqual([{ names: [], text: "<b>x</b>" }]);
  });
});
