import type { Plugin } from "vite";

// What stands between a name and the end of its function.
const bodyOf = (name: string) => new RegExp(`(?<=^function ${name}\\(.*\\) {\\n)[\\s\\S]*?(?=^}$)`, "m");

const SHORTER = [
  // A mistake is told from none, and its text goes to nobody: what people read is in their language, and the page's own.
  [bodyOf("_addIssue"), 'if (context.kind === "schema") dataset.typed = false;\n(dataset.issues ??= []).push({});\n'],
  // By which other libraries ask a schema.
  [bodyOf("_standardSchema"), "return schema;\n"],
] as const;

/** Leaves in valibot what says whether something fits: why it does not is a tenth of what people would download of it. */
export function slimSchemas(): Plugin {
  return {
    name: "slim-schemas",
    apply: "build",
    // The Worker answers with the reason.
    applyToEnvironment: ({ name }) => name === "client",
    transform(source, file) {
      if (!/valibot\/dist\/index\.mjs$/.test(file)) return undefined;
      return SHORTER.reduce((text, [body, instead]) => {
        // A new version that says it otherwise is to be looked at again.
        if (text.search(body) < 0) this.error(`valibot has nothing like ${body}`);
        return text.replace(body, instead);
      }, source);
    },
  };
}
