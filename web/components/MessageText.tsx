import { mayHaveMarkup, splitAddresses } from "../models/links.ts";
import { lazyPart } from "./lazy-part.tsx";

// Most messages have nothing to parse: a room without markup never fetches the parser.
const Markup = lazyPart(async () => (await import("./Markup.tsx")).Markup, PlainText);

/** What was written, with its line breaks; nothing in it is ever markup of the page. */
export function MessageText({ body }: { body: string }) {
  return mayHaveMarkup(body) ? <Markup body={body} /> : <PlainText body={body} />;
}

function PlainText({ body }: { body: string }) {
  return (
    <>
      {splitAddresses(body).map((piece, index) =>
        // Every second piece is an address.
        index % 2 === 1 ? (
          <a key={`${index}`} href={piece} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </>
  );
}
