/** `npm run chaos`: runs, prints what came of it, and ends with 1 where a promise was broken or a goal missed. */
import { quickFolder } from "../../scripts/quick-folder.ts";
import { isSound } from "./checker.ts";
import { type Options, readOptions, USAGE, WrongUsage } from "./options.ts";
import { runChaos } from "./run.ts";
import { goalsAsMarkdown, goalsAsText } from "./scenes/scene.ts";
import { SCENES } from "./scenes/scenes.ts";
import { lineOf, markdownOf, type Rowed } from "./table.ts";

// The way there goes to standard error, so that the table alone can be sent to a file.
const say = (line: string) => console.error(line);
const SHOWN_OF_EACH = 10;

// What is killed here is processes; a system that goes down is not played, so a disk would only be waited for.
process.env["TMPDIR"] = quickFolder();

try {
  const options = readOptions(process.argv.slice(2));
  const isKept = options.scene === undefined ? await runSeeds(options) : await playScene(options.scene, options);
  if (!isKept) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof WrongUsage ? `${error.message}\n${USAGE}` : error);
  process.exitCode = error instanceof WrongUsage ? 2 : 1;
}

async function runSeeds(options: Options): Promise<boolean> {
  const rows: Rowed[] = [];
  for (let n = 0; n < options.seeds; n++) rows.push(await runSeed(options.seed + n, options));
  console.log(options.markdown ? markdownOf(rows) : rows.map(lineOf).join("\n"));
  return rows.every(({ report }) => report && isSound(report.findings));
}

/** One that fails is one row that says so: the others run all the same. */
async function runSeed(seed: number, { seconds, clients, rate }: Options): Promise<Rowed> {
  const name = `seed ${seed}`;
  say(`${name}: ${clients} people, ${rate} messages a second for ${seconds} s`);
  try {
    const report = await runChaos({ seed, seconds, clients, rate, onEvent: (line) => say(`  ${line}`) });
    say(lineOf({ name, report }));
    for (const [kind, found] of Object.entries(report.findings)) {
      for (const line of found.slice(0, SHOWN_OF_EACH)) say(`  ${kind}: ${line}`);
    }
    return { name, report };
  } catch (error) {
    console.error(error);
    return { name };
  }
}

async function playScene(name: string, { markdown }: Options): Promise<boolean> {
  const scenes = Object.entries(SCENES).filter(([known]) => name === "all" || name === known);
  if (scenes.length === 0) {
    throw new WrongUsage(`There is no scene "${name}". There are: ${Object.keys(SCENES).join(", ")}, and all.`);
  }
  let isMet = true;
  for (const [known, scene] of scenes) {
    say(`${known}: ${scene.title}`);
    const goals = await scene.play((line) => say(`  ${line}`));
    console.log(markdown ? `**${known}**: ${scene.title}.\n\n${goalsAsMarkdown(goals)}\n` : goalsAsText(goals));
    isMet &&= goals.every((goal) => goal.isMet);
  }
  return isMet;
}
