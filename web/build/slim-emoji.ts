import * as v from "valibot";
import type { Plugin } from "vite";

const Rows = v.array(
  v.object({
    unicode: v.string(),
    label: v.string(),
    tags: v.optional(v.array(v.string())),
    group: v.optional(v.number()),
  }),
);

/** Leaves in the tables of emoji what the page reads of them (`web/models/emoji.ts`): half of what people would download. */
export function slimEmoji(): Plugin {
  return {
    name: "slim-emoji",
    // Before JSON becomes JavaScript.
    enforce: "pre",
    transform(source, file) {
      if (!/emojibase-data\/[\w-]+\/compact\.json$/.test(file)) return undefined;
      return JSON.stringify(v.parse(Rows, JSON.parse(source)));
    },
  };
}
