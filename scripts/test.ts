/** `npm test`: format, lint, types, then every test in Node, in workerd and in a browser. The last line is the count. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { number, object, parse } from "valibot";
import { buildIfChanged } from "./build.ts";
import { ensureChromium } from "./chromium.ts";
import { runTool } from "./commands.ts";
import { COUNT_FILE, type Count } from "./count-reporter.ts";
import { inProject } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { checkTypes } from "./types.ts";

const CountFile = object({ passed: number(), failed: number(), skipped: number() });

const failures: string[] = [];

await step("format and lint", lint);
await step("types", checkTypes);
await step("a browser for the tests", ensureChromium);
await step("the build", buildIfChanged);
const count = await runTests(process.argv.slice(2));

for (const failure of failures) console.log(`Failed: ${failure}`);
if (count.skipped > 0) console.log(`${count.skipped} skipped`);
const failed = count.failed + failures.length;
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${count.passed} passed, ${failed} failed`);

/** One that fails is one more failure in the count; the others are tried all the same. */
async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  console.log(`\n▸ ${name}`);
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    failures.push(name);
  }
}

async function lint(): Promise<void> {
  const code = await runTool("biome", ["check", "--error-on-warnings", "."]);
  if (code !== 0) throw new Refusal("Format or lint: npm run format puts most of it right.");
}

async function runTests(args: string[]): Promise<Count> {
  console.log("\n▸ tests");
  const folder = mkdtempSync(join(tmpdir(), "confab-count-"));
  const file = join(folder, "count.json");
  const reporters = ["--reporter=default", `--reporter=${inProject("scripts", "count-reporter.ts")}`];
  const code = await runTool("vitest", ["run", "--allowOnly=false", ...reporters, ...args], { [COUNT_FILE]: file });
  const count = readCount(file);
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0 && count.failed === 0) failures.push(`vitest ended with ${code}`);
  else if (count.passed + count.failed === 0) failures.push("no test ran");
  return count;
}

/** Where vitest itself fell over there is no count. */
function readCount(file: string): Count {
  try {
    return parse(CountFile, JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
