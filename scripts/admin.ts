/** `npm run admin`: what an operator does beside the page. */
import { type Command, readTold } from "./admin/command.ts";
import { rebuildSearch, stats } from "./admin/community.ts";
import { create } from "./admin/create.ts";
import { exportCommunity, importCommunity } from "./admin/moving.ts";
import { ban, grant, resetLink } from "./admin/people.ts";
import { run, wrongUse } from "./refusal.ts";

const COMMANDS: Record<string, Command> = {
  create,
  grant,
  "reset-link": resetLink,
  ban,
  stats,
  "rebuild-search": rebuildSearch,
  export: exportCommunity,
  import: importCommunity,
};

await run(async () => {
  const [name, ...rest] = process.argv.slice(2);
  if (name === "--help" || name === "-h") return console.log(helpText());
  if (name === undefined) throw wrongUse("Which command? See npm run admin -- --help");
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw wrongUse(`There is no command "${name}". See npm run admin -- --help`);
  const told = readTold(name, command, rest);
  if (told) await command.run(told);
});

function helpText(): string {
  const lines = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(15)} ${about}`);
  return `npm run admin -- <command> [--remote --url <address>]\n\n${lines.join("\n")}\n\nEach explains itself: npm run admin -- <command> --help`;
}
