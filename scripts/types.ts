/** Checks the types of everything: each world (Worker, browser, Node) has types of its own. */
import { runTool } from "./commands.ts";
import { Refusal, run } from "./refusal.ts";

// With the tests go the scripts: Node with the types of a browser, too.
const FOLDERS = ["worker", "web", "test", "test/worker"];

// By itself it checks a folder on all cores and collects garbage all the while: twice the work for a folder that takes a second
// and 300 MB without either.
const THRIFTY = { args: ["--singleThreaded"], env: { GOGC: "off", GOMEMLIMIT: "2GiB" } };

export async function checkTypes(): Promise<void> {
  const wrong: string[] = [];
  for (const folder of FOLDERS) {
    if ((await runTool("tsc", ["-p", folder, ...THRIFTY.args], THRIFTY.env)) !== 0) wrong.push(folder);
  }
  if (wrong.length > 0) throw new Refusal(`The types do not hold in ${wrong.join(", ")}.`);
}

if (import.meta.main) await run(checkTypes);
