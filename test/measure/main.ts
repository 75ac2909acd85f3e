/** `npm run measure`: how calm, how light and how fast the built page is in a real browser, beside what it is meant to be. */
import { parseArgs } from "node:util";
import { run, wrongUse } from "../../scripts/refusal.ts";
import { stolenInWords, watchStolenTime } from "../support/stolen-time.ts";
import { measureDrift } from "./drift.ts";
import { type Finding, isMissed, tableOf } from "./findings.ts";
import { measureLoading } from "./loading.ts";
import { measureScrolling } from "./scrolling.ts";
import { type Stage, withStage } from "./stage.ts";

const PARTS: Record<string, (stage: Stage) => Promise<Finding[]>> = {
  drift: measureDrift,
  scrolling: measureScrolling,
  loading: measureLoading,
};
const USAGE = `npm run measure -- [--only NAME,NAME]
  --only   parts: ${Object.keys(PARTS).join(", ")}
  --help   this
A table goes to standard output; it ends with 1 where a goal is missed.`;

await run(async () => {
  const { help, parts } = readOptions(process.argv.slice(2));
  if (help) return console.log(USAGE);
  const findings: Finding[] = [];
  const stolen = watchStolenTime();
  await withStage(async (stage) => {
    for (const name of parts) {
      // The way there goes to standard error, so that the table alone can be sent to a file.
      console.error(`measuring: ${name}`);
      findings.push(...((await PARTS[name]?.(stage)) ?? []));
    }
  });
  console.log(`${tableOf(findings)}\n\nBeside it: ${stolenInWords(stolen())}.`);
  if (findings.some(isMissed)) process.exitCode = 1;
});

/** @throws Refusal with 2 */
function readOptions(args: string[]): { help: boolean; parts: string[] } {
  const { help = false, only } = parse(args);
  const parts = only === undefined ? Object.keys(PARTS) : only.split(",");
  const unknown = parts.filter((name) => !(name in PARTS));
  if (unknown.length > 0)
    throw wrongUse(`--only: there is no ${unknown.join(", ")}. There are: ${Object.keys(PARTS)}.`);
  return { help, parts };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: { only: { type: "string" }, help: { type: "boolean" } } }).values;
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : String(error));
  }
}
