import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { type Block, type Inline, parseMarkup } from "../models/markup.ts";
import { CodeBlock } from "./CodeBlock.tsx";
import { type TextOptions, withNames } from "./MessageText.tsx";

/** A message with its bold words, lists, quotes, links and code. Keys are places: the text never changes in part. */
export function Markup({ body, ...options }: TextOptions & { body: string }) {
  const blocks = useMemo(() => parseMarkup(body), [body]);
  const [only] = blocks;
  // One paragraph, as most are, stands in the message like plain text does: nothing moves when the parser arrives.
  if (blocks.length === 1 && only?.kind === "text") return <>{inlines(only.inside, options)}</>;
  return <>{blocks.map((block, place) => blockNode(block, place, options))}</>;
}

function blockNode(block: Block, place: number, options: TextOptions): ComponentChildren {
  switch (block.kind) {
    case "text":
      return (
        <p key={place} dir="auto">
          {inlines(block.inside, options)}
        </p>
      );
    case "quote":
      return (
        <blockquote key={place} dir="auto">
          {block.inside.map((inside, index) => innerNode(inside, index, options, "p"))}
        </blockquote>
      );
    case "code":
      return <CodeBlock key={place} code={block.text} language={block.language} />;
    case "list": {
      const List = block.isOrdered ? "ol" : "ul";
      return (
        <List key={place} dir="auto">
          {block.items.map(({ value, inside }, index) => (
            <li key={`${index}`} value={value}>
              {inside.map((part, partPlace) => innerNode(part, partPlace, options))}
            </li>
          ))}
        </List>
      );
    }
  }
}

/** Within a quote or a list, which tells the direction for all that is in it; the text of an item stands beside its mark. */
function innerNode(block: Block, place: number, options: TextOptions, Text?: "p"): ComponentChildren {
  if (block.kind !== "text") return blockNode(block, place, options);
  const text = inlines(block.inside, options);
  return Text === undefined ? text : <Text key={place}>{text}</Text>;
}

function inlines(parts: readonly Inline[], options: TextOptions): ComponentChildren[] {
  return parts.map((part, place) => inlineNode(part, place, options));
}

function inlineNode(part: Inline, place: number, options: TextOptions): ComponentChildren {
  switch (part.kind) {
    case "text":
      return withNames(part.text, options, place);
    case "strong":
      return <strong key={place}>{inlines(part.inside, options)}</strong>;
    case "emphasis":
      return <em key={place}>{inlines(part.inside, options)}</em>;
    case "strike":
      return <s key={place}>{inlines(part.inside, options)}</s>;
    case "code":
      return <code key={place}>{part.text}</code>;
    case "link":
      return (
        <a
          key={place}
          href={part.href}
          title={part.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          dir="auto"
          tabIndex={options.tabIndex}
        >
          {inlines(part.inside, {})}
        </a>
      );
  }
}
