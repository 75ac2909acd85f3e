import type { Plugin } from "vite";

// What stands between a name and the end of its function.
const bodyOf = (name: string) => new RegExp(`(?<=^function ${name}\\(.*\\) {\\n)[\\s\\S]*?(?=^}$)`, "m");

// A mistake is told from none, and what it was goes to nobody: what people read is in their language, and the page's own.
const SHORTER: readonly (readonly [RegExp, string])[] = [
  [bodyOf("_addIssue"), 'if (context.kind === "schema") dataset.typed = false;\n(dataset.issues ??= []).push({});\n'],
  [/(?<=^function _addIssue\()context, label, dataset, config\$1, other(?=\))/m, "context, dataset"],
  [/^(\t+)(.*)_addIssue\(this, "[^"]+", dataset, config\$1, \{\n[\s\S]*?\n\1\}\)/gm, "$1$2_addIssue(this, dataset)"],
  [/_addIssue\(this, "[^"]+", dataset, config\$1(?:, \{.*\})?\)/g, "_addIssue(this, dataset)"],
  // Where in a value it was.
  [/const pathItem(\$\d)? = \{[^}]*\};/g, ""],
  [/if \(issue\.path\) issue\.path\.unshift\(pathItem(\$\d)?\);\s*else issue\.path = \[pathItem(\$\d)?\];/g, ""],
  [/issue\.path = \[pathItem(\$\d)?\];/g, ""],
  // What had been expected.
  [/^\t+(?:reference: |expects: |message: message\$1|async: false).*,\n/gm, ""],
  [/^\t+if \(invalidDiscriminatorKey !== currentKey[\s\S]*?\.expects\);\n/m, ""],
  // What could be set for all schemas, and is not.
  [bodyOf("getGlobalConfig"), "return config$1 ?? {};\n"],
  // By which other libraries ask a schema.
  [bodyOf("_standardSchema"), "return schema;\n"],
];

/**
 * Leaves in valibot what says whether something fits: why it does not is a fifth of what people would download of it.
 * @param source its module
 * @throws where a new version says it otherwise: it is to be looked at again
 */
export function withoutReasons(source: string): string {
  return SHORTER.reduce((text, [part, instead]) => {
    if (text.search(part) < 0) throw new Error(`valibot has nothing like ${part}`);
    return text.replace(part, instead);
  }, source);
}

export function slimSchemas(): Plugin {
  return {
    name: "slim-schemas",
    apply: "build",
    // The Worker answers with the reason.
    applyToEnvironment: ({ name }) => name === "client",
    transform: (source, file) => (/valibot\/dist\/index\.mjs$/.test(file) ? withoutReasons(source) : undefined),
  };
}
