/** Writes down how many tests passed and failed, over all projects, for the line that `npm test` closes with. */
import { writeFileSync } from "node:fs";
import type { SerializedError } from "vitest";
import type { Reporter, TestModule } from "vitest/node";

/** Where the count goes. */
export const COUNT_FILE = "CONFAB_TEST_COUNT";

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const count: Count = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      // A file that does not load and a hook that throws have no test of their own to blame.
      count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed" || state === "failed") count[state] += 1;
        else count.skipped += 1;
      }
    }
    const file = process.env[COUNT_FILE];
    if (file) writeFileSync(file, JSON.stringify(count));
  }
}
