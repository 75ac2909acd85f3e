/** The databases of the Cloudflare account: found by the names that wrangler.toml gives them. */
import { array, looseObject, number, parse, string } from "valibot";
import { execute } from "./d1.ts";
import { applyMigrations } from "./migrate.ts";
import { DATABASES, inProject } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { errorIn, jsonIn, runWrangler, runWranglerHere } from "./wrangler.ts";

const Listed = array(looseObject({ name: string() }));
const Used = looseObject({ used: number() });
const CONFIG = inProject("wrangler.toml");

export interface Wanted {
  location?: string | undefined;
  jurisdiction?: string | undefined;
  /** Whether people may be in them already. */
  mayBeUsed: boolean;
}

/** `wrangler deploy` would make them too, but only after the migrations had no place to go, and anywhere in the world. */
export async function createMissingDatabases({ location, jurisdiction, mayBeUsed }: Wanted): Promise<void> {
  const { code, output } = await runWrangler(["d1", "list", "--json"]);
  if (code !== 0) throw new Refusal(`The databases of the account cannot be listed: ${errorIn(output)}`);
  const names = new Set(parse(Listed, jsonIn(output)).map((database) => database.name));
  const place = [
    ...(location ? ["--location", location] : []),
    ...(jurisdiction ? ["--jurisdiction", jurisdiction] : []),
  ];
  if (!mayBeUsed && names.has(DATABASES[0].name)) await requireUnused();
  const there = DATABASES.filter(({ name }) => names.has(name));
  if (place.length > 0 && there.length === DATABASES.length) {
    throw new Refusal(
      "The databases are there already, and stay where they are: leave out --location and --jurisdiction.",
    );
  }
  for (const { name } of DATABASES) {
    if (names.has(name)) {
      if (place.length > 0) console.log(`The database ${name} is there already, and stays where it is.`);
      continue;
    }
    const created = await runWranglerHere(["d1", "create", name, ...place, "--update-config=false", "-c", CONFIG]);
    if (created !== 0) throw new Refusal(`The database ${name} was not made; wrangler's reason is above.`);
  }
}

/** Rooms are in a Worker and count by themselves: two Workers with one record write over each other's messages. */
async function requireUnused(): Promise<void> {
  if (!(await isUsed())) return;
  throw new Refusal(
    `There is no such Worker, but the database ${DATABASES[0].name} with people in it: another Worker may have it, which would lose messages. Give this one databases of its own (wrangler.toml, scripts/project.ts). Where the Worker was deleted and is to come back: --keep-data`,
  );
}

async function isUsed(): Promise<boolean> {
  try {
    const [row] = await execute("remote", "select exists (select 1 from users) as used");
    return parse(Used, row).used > 0;
  } catch (error) {
    // Made and no more: an earlier deploy was interrupted.
    if (error instanceof Refusal && error.message.includes("no such table")) return false;
    throw error;
  }
}

export async function migrateRemote(): Promise<void> {
  for (const database of DATABASES) await applyMigrations(database, ["--remote"]);
}
