import type { Plugin } from "vite";

// A statement of the contract begins at the margin and ends before the next one.
const SCHEMA = /^((?:export )?const \w+ = )((?:v\.|textOf\(|nameOf\()[\s\S]*?);$(?=\n\S|\n\n|\n?(?![\s\S]))/gm;

/**
 * Tells the bundler that making a schema does nothing but make it, so that those that nobody in the page uses stay out:
 * by itself it would keep whatever reads a property, as `...Person.entries` does.
 */
export function pureSchemas(): Plugin {
  return {
    name: "pure-schemas",
    apply: "build",
    // Before types are taken away, and the shape of the file with them.
    enforce: "pre",
    transform(source, file) {
      if (!/\/(web|worker)\/[\w/-]+\.ts$/.test(file)) return undefined;
      return source.replace(SCHEMA, "$1/* @__PURE__ */ (() => $2)();");
    },
  };
}
