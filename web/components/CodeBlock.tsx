import { useEffect, useState } from "preact/hooks";
import type { Piece } from "../models/highlight.ts";

interface Props {
  code: string;
  language: string | undefined;
}

/** Code as it was typed; in colours once what tells them has been fetched, if the block says in what language it is. */
export function CodeBlock({ code, language }: Props) {
  const pieces = usePieces(code, language);
  return (
    <pre class="code-block" dir="ltr">
      <code>
        {pieces === undefined
          ? code
          : pieces.map(({ names, text }, place) =>
              names.length === 0 ? (
                text
              ) : (
                <span key={`${place}`} class={names.join(" ")}>
                  {text}
                </span>
              ),
            )}
      </code>
    </pre>
  );
}

function usePieces(code: string, language: string | undefined): readonly Piece[] | undefined {
  const [found, setFound] = useState<{ code: string; pieces: readonly Piece[] }>();
  useEffect(() => {
    if (language === undefined) return;
    let isWanted = true;
    import("../models/highlight.ts")
      .then(({ highlight }) => highlight(code, language))
      .then((pieces) => isWanted && setFound({ code, pieces }))
      // Without colours it can be read as well.
      .catch((error: unknown) => console.warn(error));
    return () => {
      isWanted = false;
    };
  }, [code, language]);
  return found?.code === code ? found.pieces : undefined;
}
