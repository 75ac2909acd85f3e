import { Marked, type MarkedToken, type Token } from "marked";
import { addressOf, isHonest } from "./links.ts";

/** A stretch of text and how it is set. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "strong" | "emphasis" | "strike"; inside: readonly Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; href: string; inside: readonly Inline[] };

export type Block =
  | { kind: "text"; inside: readonly Inline[] }
  | { kind: "quote"; inside: readonly Block[] }
  /** `value` is the number as it was typed, in an ordered list. */
  | { kind: "list"; isOrdered: boolean; items: readonly { value: number | undefined; inside: readonly Block[] }[] }
  | { kind: "code"; language: string | undefined; text: string };

const no = () => undefined;
// Of Markdown what people type in a chat. What they type without meaning it (a line of dashes, a number sign, a tag, an
// indented line) is text; references would make text disappear.
const markdown = new Marked({
  breaks: true,
  tokenizer: {
    ...{ heading: no, lheading: no, hr: no, table: no, html: no, tag: no, def: no, reflink: no, code: no },
    // Within a word it is multiplication: 2*3*4. Scripts without spaces have no other place for it.
    emStrong: (source, masked) => {
      const before = masked.slice(0, masked.length - source.length).replace(/[*_]+$/, "");
      return /[a-z0-9]$/i.test(before) ? undefined : false;
    },
  },
});

// Nobody nests deeper, and each level is one more call on the stack, here and in the parser.
const DEEPEST = /^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])){9}/m;
// The time for emphasis grows with the square of these; a page of prose has a few dozen.
const MOST_MARKS = 400;

/** What a message says, as a tree of text: nothing in it is markup of the page, whatever was typed. */
export function parseMarkup(body: string): readonly Block[] {
  if (DEEPEST.test(body) || (body.match(/[*_~]+/g)?.length ?? 0) > MOST_MARKS) return asTyped(body);
  try {
    return blocksOf(markdown.lexer(body));
  } catch {
    return asTyped(body);
  }
}

function asTyped(text: string): Block[] {
  return [{ kind: "text", inside: [typed(text)] }];
}

function blocksOf(tokens: readonly Token[]): Block[] {
  const blocks: Block[] = [];
  let gap = "";
  for (const token of tokens) {
    const block = blockOf(known(token));
    const last = blocks.at(-1);
    if (block === undefined) gap += token.raw;
    else if (block.kind === "text" && last?.kind === "text") {
      // Two paragraphs stand as far apart as they were typed.
      blocks[blocks.length - 1] = { kind: "text", inside: [...last.inside, typed(gap), ...block.inside] };
    } else blocks.push(block);
    if (block !== undefined) gap = /\n*$/.exec(token.raw)?.[0] ?? "";
  }
  return blocks;
}

/** `undefined` for the space between two. */
function blockOf(token: MarkedToken): Block | undefined {
  switch (token.type) {
    case "space":
      return undefined;
    case "blockquote":
      return token.tokens.length === 0 ? line(token.raw) : { kind: "quote", inside: blocksOf(token.tokens) };
    case "code":
      return { kind: "code", language: /^\S+/.exec(token.lang ?? "")?.[0], text: token.text };
    case "list":
      // A dash alone is a dash.
      if (token.items.some(({ text }) => text.trim() === "")) return line(token.raw);
      return {
        kind: "list",
        isOrdered: token.ordered,
        items: token.items.map((item) => ({
          value: token.ordered ? Number.parseInt(item.raw.trimStart(), 10) : undefined,
          inside: blocksOf(item.tokens),
        })),
      };
    case "paragraph":
    case "text":
      if (token.tokens !== undefined) return { kind: "text", inside: inlinesOf(token.tokens) };
      return line(token.raw);
    default:
      return line(token.raw);
  }
}

function line(raw: string): Block {
  return { kind: "text", inside: [typed(raw.replace(/\n+$/, ""))] };
}

function inlinesOf(tokens: readonly Token[]): Inline[] {
  return tokens.flatMap((token) => inlineOf(known(token)));
}

function inlineOf(token: MarkedToken): Inline | Inline[] {
  switch (token.type) {
    case "strong":
      return { kind: "strong", inside: inlinesOf(token.tokens) };
    case "em":
      return { kind: "emphasis", inside: inlinesOf(token.tokens) };
    case "del":
      return { kind: "strike", inside: inlinesOf(token.tokens) };
    case "codespan":
      return { kind: "code", text: token.text };
    case "escape":
      return typed(token.text);
    case "link": {
      const href = addressOf(token.href);
      const inside = inlinesOf(token.tokens);
      return href !== undefined && isHonest(token.text, href) ? { kind: "link", href, inside } : typed(token.raw);
    }
    default:
      return typed(token.raw);
  }
}

function typed(text: string): Inline {
  return { kind: "text", text };
}

/** Without extensions there are no others; an extension's would be shown as it was typed. */
function known(token: Token): MarkedToken {
  return token as MarkedToken;
}
