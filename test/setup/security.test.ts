import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inProject } from "../../scripts/project.ts";

const text = readFileSync(inProject("SECURITY.md"), "utf8");
const TABLE = text.slice(text.indexOf("## Threats"), text.indexOf("## What is not"));
const ROWS = TABLE.split("\n").filter((line) => /^\| (?!threat|---)/.test(line));

it("covers each threat that SECURITY.md names with a test that is there, by its name", () => {
  expect(ROWS.length).toBeGreaterThan(25);
  for (const row of ROWS) {
    const tests = [...(row.split("|")[3] ?? "").matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)];
    expect(tests.length, row).toBeGreaterThan(0);
    for (const [, title = "", path = ""] of tests) {
      expect(existsSync(inProject(path)), path).toBe(true);
      // In quotes: a comment that says it holds nothing.
      const lines = readFileSync(inProject(path), "utf8").split("\n");
      const isHeld = lines.some((line) => /["'`]/.test(line.split(title, 2)[0] ?? "") && line.includes(title));
      expect(isHeld, `"${title}" in ${path}`).toBe(true);
    }
  }
});
