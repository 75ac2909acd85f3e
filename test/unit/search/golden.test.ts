import { describe, expect, it } from "vitest";
import { parseQuery } from "../../../worker/search/query.ts";
import { holds } from "../../../worker/search/snippet.ts";
import { GOLDEN } from "../../support/golden-searches.ts";
import { corpus } from "./corpus.ts";

describe("H40 H41 H42 H43 a search finds exactly what was meant", () => {
  for (const [language, { written, queries }] of Object.entries(GOLDEN)) {
    describe(`in ${language}`, () => {
      const search = corpus(written);
      it.each(queries)("%s", (q, ...found) => {
        const meant = found.map((number) => written[number - 1]);
        expect(search(q)).toEqual(meant);
        // What is asked of an edited message says the same as the index does.
        expect(written.filter((body) => holds(body, parseQuery(q)))).toEqual(meant);
      });
    });
  }
});
