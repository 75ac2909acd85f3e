import type { ComponentChildren } from "preact";
import { mayHaveMarkup, splitAddresses } from "../models/plain-text.ts";
import { lazyParts } from "./lazy-parts.tsx";

interface Props {
  body: string;
  /** The ids of those whom it names. */
  mentions?: readonly string[] | undefined;
  tabIndex?: TabIndex;
}

/** Of what is in a message: in a list with one tab stop, Tab leads into one message alone. */
export type TabIndex = -1 | undefined;

export type TextOptions = Omit<Props, "body">;

// Most messages have nothing to parse and name nobody: a room without such never fetches the code for it.
const Markup = lazyParts(() => import("./Markup.tsx"))((code) => code.Markup, PlainText);
const Names = lazyParts(() => import("./Names.tsx"))(
  (code) => code.Names,
  ({ text }) => <>{text}</>,
);

/** What was written, with its line breaks; nothing in it is ever markup of the page. */
export function MessageText(props: Props) {
  return mayHaveMarkup(props.body) ? <Markup {...props} /> : <PlainText {...props} />;
}

function PlainText(props: Props) {
  return (
    <>
      {splitAddresses(props.body).map((piece, index) =>
        // Every second piece is an address.
        index % 2 === 1 ? (
          <a
            key={`${index}`}
            href={piece}
            target="_blank"
            rel="noopener noreferrer nofollow"
            dir="ltr"
            tabIndex={props.tabIndex}
          >
            {piece}
          </a>
        ) : (
          withNames(piece, props, index)
        ),
      )}
    </>
  );
}

/** A stretch of text in which people may be named. */
export function withNames(text: string, { mentions, tabIndex }: TextOptions, key: number): ComponentChildren {
  return mentions === undefined || !text.includes("@") ? (
    text
  ) : (
    <Names key={`${key}`} text={text} mentions={mentions} tabIndex={tabIndex} />
  );
}
