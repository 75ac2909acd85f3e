import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;
const DOCUMENT = readFileSync(join(ROOT, "docs/PROTOCOL.md"), "utf8");

/** The rules in the order of the document: a mark behind the number says that it is not built yet. */
const RULES = Array.from(DOCUMENT.matchAll(/^- \*\*([GRHSC]\d+)( ○)?\*\*/gm), ([, id = "", mark]) => ({
  id,
  isBuilt: !mark,
}));

/** The numbers that stand in the titles of tests and of what groups them. */
function numbersInTitles(): Set<string> {
  const numbers = new Set<string>();
  for (const file of readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") && !file.endsWith(".tsx")) continue;
    const source = readFileSync(join(ROOT, "test", file), "utf8");
    for (const [title] of source.matchAll(
      /(?:\b(?:it|test|describe)(?:\.\w+)*\(|\)\(|^ *\[)\s*(["'`])(?:[^\\]|\\.)*?\1/gm,
    )) {
      for (const [number] of title.matchAll(/\b[GRHSC]\d+\b/g)) numbers.add(number);
    }
  }
  return numbers;
}

it("numbers each promise of the protocol once, in order and without gaps", () => {
  for (const section of ["G", "R", "H", "S", "C"]) {
    const numbers = RULES.filter(({ id }) => id.startsWith(section)).map(({ id }) => Number(id.slice(1)));
    expect(numbers, section).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
  }
  expect(RULES.length).toBeGreaterThan(100);
});

it("refers to no promise that is not there", () => {
  const ids = new Set(RULES.map(({ id }) => id));
  const known = [...DOCUMENT.matchAll(/\b[GRHSC]\d+\b/g)].map(([id]) => id).filter((id) => !/^C[01]$/.test(id));
  expect(known.filter((id) => !ids.has(id))).toEqual([]);
  expect([...numbersInTitles()].filter((id) => !ids.has(id))).toEqual([]);
});

it("holds every promise that is built by a test with its number", () => {
  const held = numbersInTitles();
  expect(RULES.filter(({ id, isBuilt }) => isBuilt && !held.has(id)).map(({ id }) => id)).toEqual([]);
});
