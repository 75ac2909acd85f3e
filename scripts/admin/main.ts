/** The commands of `npm run admin`. */

import { wrongUse } from "../refusal.ts";
import { type Command, readTold } from "./command.ts";
import { rebuildSearch, stats } from "./community.ts";
import { create } from "./create.ts";
import { exportCommunity, importCommunity } from "./moving.ts";
import { ban, grant, resetLink } from "./people.ts";
import { closeReport, reports } from "./reports.ts";

const COMMANDS: Record<string, Command> = {
  create,
  grant,
  "reset-link": resetLink,
  ban,
  reports,
  "close-report": closeReport,
  stats,
  "rebuild-search": rebuildSearch,
  export: exportCommunity,
  import: importCommunity,
};

/**
 * Does what these arguments say.
 * @throws `Refusal`
 */
export async function admin([name, ...rest]: string[]): Promise<void> {
  if (name === "--help" || name === "-h") return console.log(helpText());
  if (name === undefined) throw wrongUse("Which command? See npm run admin -- --help");
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw wrongUse(`There is no command "${name}". See npm run admin -- --help`);
  const told = readTold(name, command, rest);
  if (told) await command.run(told);
}

function helpText(): string {
  const lines = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(15)} ${about}`);
  return `npm run admin -- <command> [--remote --url <address>]\n\n${lines.join("\n")}\n\nEach explains itself: npm run admin -- <command> --help`;
}
