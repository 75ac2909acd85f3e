/** Checks the types of every folder: each has a world of its own (Worker, browser, Node). */
import { runTool } from "./commands.ts";
import { Refusal, run } from "./refusal.ts";

const FOLDERS = ["worker", "web", "scripts", "test", "test/worker"];

export async function checkTypes(): Promise<void> {
  const wrong: string[] = [];
  for (const folder of FOLDERS) {
    if ((await runTool("tsc", ["-p", folder])) !== 0) wrong.push(folder);
  }
  if (wrong.length > 0) throw new Refusal(`The types do not hold in ${wrong.join(", ")}.`);
}

if (import.meta.main) await run(checkTypes);
