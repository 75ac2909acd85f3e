import { expect, it } from "vitest";
import { type Block, type Inline, parseMarkup } from "../../../web/models/markup.ts";
import { mayHaveMarkup, splitAddresses } from "../../../web/models/plain-text.ts";
import { hasLink } from "../../../worker/search/link.ts";

const WITH_LINK = [
  "https://example.org",
  "see http://example.org/a?b=c#d, please",
  "(https://example.org)",
  "<https://example.org/x>",
  "bakınız:https://örnek.example/çay",
  "看这里https://example.org/路径吧",
  "ดูhttps://example.org",
  "[the plan](https://example.org/plan)",
  "[the plan](<https://example.org/the plan>)",
  "[short](https:example.org)",
  "**https://example.org**",
  "> https://example.org",
  "- www.example.org",
  "(www.example.org)",
];
const WITHOUT = [
  "",
  "https://",
  "http:// nothing",
  "https://...",
  "https is a scheme, http://<b>",
  "ftp://example.org",
  "javascript:alert(1)",
  "[run](javascript:alert(1))",
  "mail bob@example.org",
  "[mail](mailto:bob@example.org)",
  "www and www. alone",
  "awww.cute",
  "bob@www.example.org",
  "[a](b) and [link]",
  "the link is dead",
];

it.each(WITH_LINK)("H52: sees the link in %j, as the page does", (body) => {
  expect(hasLink(body)).toBe(true);
  expect(isLinked(body)).toBe(true);
});

it.each(WITHOUT)("H52: sees no link in %j, as the page does", (body) => {
  expect(hasLink(body)).toBe(false);
  expect(isLinked(body)).toBe(false);
});

it("H52: sees addresses in code and in capitals too, which the page shows as they stand", () => {
  expect(hasLink("`curl https://example.org`")).toBe(true);
  expect(hasLink("HTTPS://EXAMPLE.ORG WWW.EXAMPLE.ORG")).toBe(true);
  expect(hasLink("WWW.EXAMPLE.ORG")).toBe(true);
});

// Ten times what a message may have: what reads on from each beginning outlives the limit of every test.
it.each(["https://", "https://.", "](https:", "www.", "](", "h"])("reads 40,000 times %j to the end", (piece) => {
  expect(hasLink(piece.repeat(40_000))).toBe(hasLink(piece.repeat(40)));
});

/** Whether the page makes a link to the web of any part. */
function isLinked(body: string): boolean {
  return mayHaveMarkup(body) ? parseMarkup(body).some(blockLinks) : splitAddresses(body).length > 1;
}

function blockLinks(block: Block): boolean {
  if (block.kind === "code") return false;
  if (block.kind === "list") return block.items.some(({ inside }) => inside.some(blockLinks));
  return block.kind === "quote" ? block.inside.some(blockLinks) : block.inside.some(inlineLinks);
}

function inlineLinks(inline: Inline): boolean {
  switch (inline.kind) {
    case "link":
      return inline.href.startsWith("http");
    case "text":
    case "code":
      return false;
    default:
      return inline.inside.some(inlineLinks);
  }
}
