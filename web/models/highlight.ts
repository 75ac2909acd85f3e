import type { LanguageFn } from "highlight.js";
import { createLowlight } from "lowlight";

/** Code in pieces, each with the names of what it is, for the style sheet. */
export interface Piece {
  names: readonly string[];
  text: string;
}

type Language = readonly [names: string, load: () => Promise<{ default: LanguageFn }>];

// By the names that people write behind the fence. Each is fetched when a block names it: what people paste; any other is
// shown without colours.
const LANGUAGES: readonly Language[] = [
  ["bash sh shell console zsh", () => import("highlight.js/lib/languages/bash")],
  ["c h", () => import("highlight.js/lib/languages/c")],
  ["cpp c++", () => import("highlight.js/lib/languages/cpp")],
  ["csharp cs c#", () => import("highlight.js/lib/languages/csharp")],
  ["css", () => import("highlight.js/lib/languages/css")],
  ["diff patch", () => import("highlight.js/lib/languages/diff")],
  ["dockerfile docker", () => import("highlight.js/lib/languages/dockerfile")],
  ["elixir ex", () => import("highlight.js/lib/languages/elixir")],
  ["go golang", () => import("highlight.js/lib/languages/go")],
  ["haskell hs", () => import("highlight.js/lib/languages/haskell")],
  ["ini toml", () => import("highlight.js/lib/languages/ini")],
  ["java", () => import("highlight.js/lib/languages/java")],
  ["javascript js jsx mjs", () => import("highlight.js/lib/languages/javascript")],
  ["json", () => import("highlight.js/lib/languages/json")],
  ["kotlin kt", () => import("highlight.js/lib/languages/kotlin")],
  ["lua", () => import("highlight.js/lib/languages/lua")],
  ["makefile make", () => import("highlight.js/lib/languages/makefile")],
  ["php", () => import("highlight.js/lib/languages/php")],
  ["python py", () => import("highlight.js/lib/languages/python")],
  ["r", () => import("highlight.js/lib/languages/r")],
  ["ruby rb", () => import("highlight.js/lib/languages/ruby")],
  ["rust rs", () => import("highlight.js/lib/languages/rust")],
  ["sql", () => import("highlight.js/lib/languages/sql")],
  ["swift", () => import("highlight.js/lib/languages/swift")],
  ["typescript ts tsx", () => import("highlight.js/lib/languages/typescript")],
  ["xml html svg", () => import("highlight.js/lib/languages/xml")],
  ["yaml yml", () => import("highlight.js/lib/languages/yaml")],
];

const lowlight = createLowlight();

/** The pieces of `code`; one piece, the whole, where the language is not known. Rejects where it cannot be fetched. */
export async function highlight(code: string, language: string): Promise<readonly Piece[]> {
  const found = LANGUAGES.find(([names]) => names.split(" ").includes(language.toLowerCase()));
  if (found === undefined) return [{ names: [], text: code }];
  const [name, load] = found;
  if (!lowlight.registered(name)) lowlight.register(name, (await load()).default);
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
