/** `npm run bench`: measures ours and its peers in one run, and says what came of it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { buildIfChanged } from "../../scripts/build.ts";
import { inProject } from "../../scripts/project.ts";
import { quickFolder } from "../../scripts/quick-folder.ts";
import { run } from "../../scripts/refusal.ts";
import { stolenInWords, watchStolenTime } from "../support/stolen-time.ts";
import { countBill, type Item } from "./bill/bill.ts";
import { billTable, daysTable, placesTable } from "./bill/bill-table.ts";
import { daysOf } from "./bill/days.ts";
import { chooseCores } from "./cores.ts";
import type { Sample } from "./figures.ts";
import { judge } from "./goals.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { stopAll } from "./scenarios/scenario.ts";
import { SCENARIOS } from "./scenarios/scenarios.ts";
import { confab } from "./subjects/confab.ts";
import { PEERS } from "./subjects/peers.ts";
import type { Subject } from "./subjects/subject.ts";
import { summarize } from "./summary.ts";
import { goalsTable, tables } from "./table.ts";

// The way there goes to standard error, so that the tables alone can be sent to a file.
const say = (text: string) => console.error(text);

const BILL = "bill";
const PEOPLE_A_DAY = 1_000;
let isEnding = false;

await run(async () => {
  const names = { scenarios: [...Object.keys(SCENARIOS), BILL], peers: Object.keys(PEERS) };
  const options = readOptions(process.argv.slice(2), names);
  if (options.help) {
    console.log(USAGE.replace("SCENARIOS", names.scenarios.join(", ")).replace("PEERS", names.peers.join(", ")));
    return;
  }
  await bench(options);
});

async function bench(options: Options): Promise<void> {
  await buildIfChanged();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void endEarly());
  const cores = chooseCores();
  // For all servers alike: what is below this process takes it from there.
  const files = quickFolder();
  process.env["TMPDIR"] = files;
  const place = `${cores.note}, files in ${files}`;
  const stolen = watchStolenTime();
  say(place);
  const subjects = await availableSubjects(options.subjects);
  const samples: Sample[] = [];
  const failures: string[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const scenario of Object.values(SCENARIOS).filter(({ name }) => options.scenarios.includes(name))) {
      for (const subject of subjects) {
        say(`round ${round}: ${scenario.title}, ${subject.name}`);
        if (isEnding) return;
        // One that fails is one that says so: the others are measured all the same.
        try {
          samples.push(...(await scenario.run({ subject, cores, options })));
        } catch (error) {
          if (isEnding) return;
          const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
          failures.push(`round ${round}, ${scenario.name}, ${subject.name}: ${why}`);
          say(failures.at(-1) ?? "");
        }
      }
    }
  }
  const bill: Item[] = [];
  // Rows do not differ from round to round.
  if (options.scenarios.includes(BILL)) {
    try {
      bill.push(...(await countBill(options, (name) => say(`bill: ${name}`))));
    } catch (error) {
      failures.push(`bill: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  report({ options, place, stolen: stolen(), samples, bill, failures });
}

async function endEarly(): Promise<void> {
  isEnding = true;
  await stopAll();
  process.exit(130);
}

async function availableSubjects(names: readonly string[]): Promise<Subject[]> {
  const subjects: Subject[] = [confab];
  for (const name of names) {
    const subject = PEERS[name];
    const missing = await subject?.missing();
    if (missing !== undefined) say(`${name} is left out: ${missing}`);
    else if (subject) subjects.push(subject);
  }
  return subjects;
}

interface Run {
  options: Options;
  /** Which cores and which folder. */
  place: string;
  /** Of the time of the processors, 0 to 1. */
  stolen: number;
  samples: Sample[];
  bill: Item[];
  failures: string[];
}

function report({ options, place, stolen, samples, bill, failures }: Run): void {
  const rows = summarize(samples, confab.name);
  const judged = judge(rows, confab.name);
  const machine = { processor: cpus()[0]?.model ?? "unknown", cores: availableParallelism(), memory: totalmem() };
  const folder = inProject(".bench");
  mkdirSync(folder, { recursive: true });
  const file = inProject(".bench", `${new Date().toISOString().replaceAll(":", "-")}.json`);
  writeFileSync(
    file,
    JSON.stringify({ machine, place, stolen, options, rows, judged, bill, samples, failures }, null, 1),
  );
  console.log(
    `${machine.processor}, ${machine.cores} cores; ${place}; ${options.rounds} rounds of ${options.seconds} s; ${stolenInWords(stolen)}.\n`,
  );
  console.log(`${tables(rows)}\n\n**Goals**\n\n${goalsTable(judged)}\n`);
  if (bill.length > 0) {
    console.log(`**The bill**\n\n${billTable(bill)}\n\n**Where its rows come from**\n\n${placesTable(bill)}\n`);
    console.log(`**Days**\n\n${daysTable(daysOf(bill, PEOPLE_A_DAY))}\n`);
  }
  for (const failure of failures) console.log(`FAILED ${failure}`);
  say(`All samples are in ${file}`);
  const isWrong = rows.some(({ wrong }) => wrong > 0) || failures.length > 0;
  if (isWrong) process.exitCode = 1;
}
