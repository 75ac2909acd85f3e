/** `npm test`: format, lint, types, then every test in Node, in workerd and in a browser. The last line is the count. */
import { buildIfChanged } from "./build.ts";
import { ensureChromium } from "./chromium.ts";
import { runTool } from "./commands.ts";
import { Refusal } from "./refusal.ts";
import { checkTypes } from "./types.ts";
import { runAllTests, runSomeTests } from "./vitest.ts";

const failures: string[] = [];
const chosen = process.argv.slice(2);

console.log("\n▸ the build, and a browser for the tests");
await Promise.all([step("a browser for the tests", ensureChromium), step("the build", buildIfChanged)]);
console.log("\n▸ tests, and beside them format, lint and types");
const [count] = await Promise.all([
  chosen.length > 0 ? runSomeTests(chosen) : runAllTests(),
  // Over long before the tests are, which wait now and then.
  step("format and lint", lint),
  step("types", checkTypes),
]);
failures.push(...count.problems);

for (const failure of failures) console.log(`Failed: ${failure}`);
if (count.skipped > 0) console.log(`${count.skipped} skipped`);
const failed = count.failed + failures.length;
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${count.passed} passed, ${failed} failed`);

/** One that fails is one more failure in the count; the others are tried all the same. */
async function step(name: string, work: () => Promise<unknown>): Promise<void> {
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
