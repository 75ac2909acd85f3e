import type { LanguageFn } from "highlight.js";
import { createLowlight } from "lowlight";

/** Code in pieces, each with the names of what it is, for the style sheet. */
export interface Piece {
  names: readonly string[];
  text: string;
}

type Load = () => Promise<{ default: LanguageFn }>;

// Each is fetched when a block names it. What people paste; a language that is not here is shown without colours.
const LANGUAGES: Record<string, Load> = {
  bash: () => import("highlight.js/lib/languages/bash"),
  c: () => import("highlight.js/lib/languages/c"),
  cpp: () => import("highlight.js/lib/languages/cpp"),
  csharp: () => import("highlight.js/lib/languages/csharp"),
  css: () => import("highlight.js/lib/languages/css"),
  diff: () => import("highlight.js/lib/languages/diff"),
  dockerfile: () => import("highlight.js/lib/languages/dockerfile"),
  elixir: () => import("highlight.js/lib/languages/elixir"),
  go: () => import("highlight.js/lib/languages/go"),
  haskell: () => import("highlight.js/lib/languages/haskell"),
  ini: () => import("highlight.js/lib/languages/ini"),
  java: () => import("highlight.js/lib/languages/java"),
  javascript: () => import("highlight.js/lib/languages/javascript"),
  json: () => import("highlight.js/lib/languages/json"),
  kotlin: () => import("highlight.js/lib/languages/kotlin"),
  lua: () => import("highlight.js/lib/languages/lua"),
  makefile: () => import("highlight.js/lib/languages/makefile"),
  php: () => import("highlight.js/lib/languages/php"),
  python: () => import("highlight.js/lib/languages/python"),
  r: () => import("highlight.js/lib/languages/r"),
  ruby: () => import("highlight.js/lib/languages/ruby"),
  rust: () => import("highlight.js/lib/languages/rust"),
  sql: () => import("highlight.js/lib/languages/sql"),
  swift: () => import("highlight.js/lib/languages/swift"),
  typescript: () => import("highlight.js/lib/languages/typescript"),
  xml: () => import("highlight.js/lib/languages/xml"),
  yaml: () => import("highlight.js/lib/languages/yaml"),
};

const OTHER_NAMES: Record<string, string> = {
  "c#": "csharp",
  "c++": "cpp",
  console: "bash",
  cs: "csharp",
  docker: "dockerfile",
  ex: "elixir",
  golang: "go",
  h: "c",
  hs: "haskell",
  html: "xml",
  js: "javascript",
  jsx: "javascript",
  kt: "kotlin",
  make: "makefile",
  mjs: "javascript",
  patch: "diff",
  py: "python",
  rb: "ruby",
  rs: "rust",
  sh: "bash",
  shell: "bash",
  svg: "xml",
  toml: "ini",
  ts: "typescript",
  tsx: "typescript",
  yml: "yaml",
  zsh: "bash",
};

const lowlight = createLowlight();

/** The pieces of `code`; one piece, the whole, where the language is not known. Rejects where it cannot be fetched. */
export async function highlight(code: string, language: string): Promise<readonly Piece[]> {
  const asked = language.toLowerCase();
  const name = Object.hasOwn(OTHER_NAMES, asked) ? OTHER_NAMES[asked] : asked;
  if (name === undefined || !Object.hasOwn(LANGUAGES, name)) return [{ names: [], text: code }];
  if (!lowlight.registered(name)) {
    const grammar = await LANGUAGES[name]?.();
    if (grammar !== undefined) lowlight.register(name, grammar.default);
  }
  return piecesOf(lowlight.highlight(name, code), []);
}

type Node = ReturnType<typeof lowlight.highlight> | ReturnType<typeof lowlight.highlight>["children"][number];

function piecesOf(node: Node, names: readonly string[]): Piece[] {
  if (node.type === "text") return [{ names, text: node.value }];
  if (node.type !== "root" && node.type !== "element") return [];
  const own = node.type === "element" ? node.properties["className"] : undefined;
  const all = Array.isArray(own) ? [...names, ...own.map(String)] : names;
  return node.children.flatMap((child) => piecesOf(child, all));
}
