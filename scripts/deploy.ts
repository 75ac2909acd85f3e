/** `npm run deploy`: build, databases, secret, Worker, in an order in which nothing is ever served half ready. */
import { parseArgs } from "node:util";
import { literal, looseObject, safeParse } from "valibot";
import { BUILT_CONFIG, buildIfChanged } from "./build.ts";
import { Refusal, run, wrongUse } from "./refusal.ts";
import { createMissingDatabases, migrateRemote } from "./remote-databases.ts";
import { findRemote, withNewSecretFile } from "./remote-secret.ts";
import { errorIn, jsonIn, runWrangler, runWranglerHere } from "./wrangler.ts";

const HELP = `npm run deploy [-- options]

  --new-secret          Makes a random AUTH_SECRET and stores it with the Worker, without showing it.
                        For the first time: where there is one, it stays.
  --location <hint>     Where the databases are made, the first time: weur, eeur, apac, oc, wnam or enam.
  --jurisdiction <law>  Where they must stay, the first time: eu, us or fedramp.
  --keep-data           Takes databases with people in them though there is no Worker: it was deleted, and is to come back.
  --dry-run             Builds and checks what would be uploaded; needs no account.
  --help                This text.`;

const NotSignedIn = looseObject({ loggedIn: literal(false) });

await run(async () => {
  const options = readArgs(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  await buildIfChanged();
  if (options["dry-run"]) return deployWorker(["--dry-run"]);
  await requireLogin();
  const isThere = await requireSecret(options["new-secret"] === true);
  const { location, jurisdiction, "keep-data": keepData = false } = options;
  await createMissingDatabases({ location, jurisdiction, mayBeUsed: isThere || keepData });
  // Before the Worker: the one that runs now works with tables that have grown, the new one needs them.
  await migrateRemote();
  if (options["new-secret"]) await withNewSecretFile((file) => deployWorker(["--secrets-file", file]));
  else await deployWorker([]);
});

async function deployWorker(args: string[]): Promise<void> {
  const code = await runWranglerHere(["deploy", "-c", BUILT_CONFIG, ...args]);
  if (code !== 0) throw new Refusal("The Worker was not deployed; wrangler's reason is above.");
}

async function requireLogin(): Promise<void> {
  const { code, output } = await runWrangler(["whoami", "--json"]);
  if (code === 0) return;
  if (safeParse(NotSignedIn, jsonIn(output)).success) {
    throw new Refusal("Not signed in to Cloudflare: run npx wrangler login, or set CLOUDFLARE_API_TOKEN.");
  }
  throw new Refusal(`Cloudflare cannot be asked who is signed in: ${errorIn(output)}`);
}

/**
 * Another one signs everybody out, and an old one cannot be had back: that is nothing to happen by a word left on the command line.
 * @returns whether the Worker is there
 */
async function requireSecret(isNew: boolean): Promise<boolean> {
  const found = await findRemote();
  const hasSecret = found === "worker with secret";
  if (hasSecret && isNew) {
    throw new Refusal(
      "The Worker has an AUTH_SECRET already: leave out --new-secret. Another one (npx wrangler secret put AUTH_SECRET) signs everybody out.",
    );
  }
  if (!hasSecret && !isNew) {
    throw new Refusal(
      "The Worker has no AUTH_SECRET. Run npm run deploy -- --new-secret, or choose it: npx wrangler secret put AUTH_SECRET",
    );
  }
  return found !== "nothing";
}

function readArgs(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    "new-secret": flag,
    "dry-run": flag,
    "keep-data": flag,
    help: { ...flag, short: "h" },
    location: text,
    jurisdiction: text,
  };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw wrongUse(`${reason}. See npm run deploy -- --help`);
  }
}
