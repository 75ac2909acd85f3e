/** Runs the tests and counts them. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { number, object, parse } from "valibot";
import { COUNT_FILE, type Count } from "./count-reporter.ts";
import { COMPILE_CACHE, inProject, ROOT } from "./project.ts";
import { quickFolder } from "./quick-folder.ts";

/** `problems` are what went wrong with a run as a whole, in words. */
export type Outcome = Count & { problems: string[] };

const CountFile = object({ passed: number(), failed: number(), skipped: number() });

// The two take about the same time: a browser keeps one core busy, and the others wait a lot.
const PAGE = ["--project", "page"];
const ALL_OTHERS = ["--project", "unit", "--project", "worker", "--project", "server"];

// The scenes in the browser come one after the other, so they are what is waited for in the end: the rest leaves them the way.
const BEHIND = 8;

/** The scenes in the browser beside all others. What the browser's print comes in one piece, when they are over. */
export async function runAllTests(): Promise<Outcome> {
  const held: string[] = [];
  const page = runVitest(PAGE, (text) => held.push(text)).finally(() => process.stdout.write(held.join("")));
  const print = (text: string) => process.stdout.write(text);
  const [inPage, others] = await Promise.all([page, runVitest(ALL_OTHERS, print, BEHIND)]);
  return {
    passed: inPage.passed + others.passed,
    failed: inPage.failed + others.failed,
    skipped: inPage.skipped + others.skipped,
    problems: [...inPage.problems, ...others.problems],
  };
}

/** Those that vitest finds by these arguments. */
export function runSomeTests(args: string[]): Promise<Outcome> {
  return runVitest(args, (text) => process.stdout.write(text));
}

async function runVitest(args: string[], print: (text: string) => void, niceness = 0): Promise<Outcome> {
  const folder = mkdtempSync(join(quickFolder(), "confab-"));
  const file = join(folder, "count.json");
  const reporters = ["--reporter=default", `--reporter=${inProject("scripts", "count-reporter.ts")}`];
  const child = spawn(
    inProject("node_modules", ".bin", "vitest"),
    ["run", "--allowOnly=false", ...reporters, ...args],
    {
      cwd: ROOT,
      env: { ...process.env, ...COMPILE_CACHE, ...colours(), TMPDIR: folder, [COUNT_FILE]: file },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  if (child.pid !== undefined) setPriority(child.pid, niceness);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", print);
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (ended) => resolve(ended ?? 1));
  });
  const count = readCount(file);
  // With what servers left that were killed. Some process of theirs may just be ending.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return { ...count, problems: problemsOf(code, count) };
}

/** It does not see the terminal that its output ends in. */
function colours(): NodeJS.ProcessEnv {
  return process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
}

/** Where vitest itself fell over there is no count. */
function readCount(file: string): Count {
  try {
    return parse(CountFile, JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

function problemsOf(code: number, { passed, failed }: Count): string[] {
  if (code !== 0 && failed === 0) return [`vitest ended with ${code}`];
  return passed + failed === 0 ? ["no test ran"] : [];
}
