/** `npm run admin`: what an operator does beside the page. */
import { parseArgs } from "node:util";
import { createAdmin } from "./create-admin.ts";
import type { Place } from "./d1.ts";
import { run, wrongUse } from "./refusal.ts";
import { readStateDir } from "./settings.ts";

const SEE = "See npm run admin -- --help";

const HELP = `npm run admin -- create <username> [--remote]

  create   Makes an account that is an administrator, or makes an administrator of the account
           with that name. Of a new account it asks the password; an empty one is made up and shown.

  --remote   In the databases of your Cloudflare account. Without it, in the local ones
             (STATE_DIR, or .wrangler/state).
  --help     This text.`;

await run(async () => {
  const { command, rest, isRemote, wantsHelp } = readArgs(process.argv.slice(2));
  if (wantsHelp) return console.log(HELP);
  const [username, ...more] = rest;
  if (command !== "create")
    throw wrongUse(`${command ? `There is no command "${command}".` : "Which command?"} ${SEE}`);
  if (!username) throw wrongUse(`Whom? npm run admin -- create <username>`);
  if (more.length > 0) throw wrongUse(`One username, not ${rest.length}. ${SEE}`);
  const place: Place = isRemote ? "remote" : { stateDir: readStateDir(process.env) };
  await createAdmin(place, username);
});

function readArgs(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { remote: { type: "boolean", default: false }, help: { type: "boolean", short: "h", default: false } },
    });
    const [command, ...rest] = positionals;
    return { command, rest, isRemote: values.remote, wantsHelp: values.help };
  } catch (error) {
    throw wrongUse(`${error instanceof Error ? error.message.split(". ")[0] : String(error)}. ${SEE}`);
  }
}
