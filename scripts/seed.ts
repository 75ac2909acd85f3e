/** `npm run seed`: a dozen people and what they say to each other, for looking at. Local servers only. */
import { parseArgs } from "node:util";
import { run, wrongUse } from "./refusal.ts";
import { connectApi } from "./seed/api.ts";
import { PEOPLE, SEED_PASSWORD } from "./seed/people.ts";
import { plant } from "./seed/plant.ts";
import { serveWhile } from "./serve-while.ts";
import { readPort } from "./settings.ts";

const HELP = `npm run seed [-- --url http://localhost:8787]

Fills a local server with a dozen people and their conversations. Where none is running, one is started for as
long as it takes (PORT and STATE_DIR as with npm start). A second time it adds nothing.`;

await run(async () => {
  const { url, help } = readArgs(process.argv.slice(2));
  if (help) return console.log(HELP);
  const origin = localOrigin(url ?? `http://localhost:${readPort(process.env["PORT"])}`);
  await serveWhile(origin, async () => {
    const { people, messages } = await plant(connectApi(origin));
    console.log(messages > 0 ? `Planted ${people} people and ${messages} messages.` : "All of it was there already.");
  });
  console.log(`\nTwo of the people, to sign in with at ${origin}:`);
  for (const { username, displayName } of PEOPLE.slice(0, 2)) {
    console.log(`  ${username} (${displayName}), password ${SEED_PASSWORD}`);
  }
});

/** Known passwords must not get onto a server that others can reach. */
function localOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw wrongUse(`"${text}" is not the address of a server.`);
  if (!/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname)) {
    throw wrongUse(`${url.host} is not this machine. Seeds have known passwords and are for local servers only.`);
  }
  return url.origin;
}

function readArgs(args: string[]): { url?: string; help?: boolean } {
  try {
    return parseArgs({ args, options: { url: { type: "string" }, help: { type: "boolean", short: "h" } } }).values;
  } catch (error) {
    throw wrongUse(
      `${error instanceof Error ? error.message.split(". ")[0] : String(error)}. See npm run seed -- --help`,
    );
  }
}
