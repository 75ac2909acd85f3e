/** The databases of the Cloudflare account: found by the names that wrangler.toml gives them. */
import { array, looseObject, parse, string } from "valibot";
import { applyMigrations } from "./migrate.ts";
import { DATABASES, inProject } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { errorIn, jsonIn, runWrangler, runWranglerHere } from "./wrangler.ts";

const Listed = array(looseObject({ name: string() }));
const CONFIG = inProject("wrangler.toml");

/** `wrangler deploy` would make them too, but only after the migrations had no place to go, and anywhere in the world. */
export async function createMissingDatabases(location?: string, jurisdiction?: string): Promise<void> {
  const { code, output } = await runWrangler(["d1", "list", "--json"]);
  if (code !== 0) throw new Refusal(`The databases of the account cannot be listed: ${errorIn(output)}`);
  const names = new Set(parse(Listed, jsonIn(output)).map((database) => database.name));
  const place = [
    ...(location ? ["--location", location] : []),
    ...(jurisdiction ? ["--jurisdiction", jurisdiction] : []),
  ];
  for (const { name } of DATABASES) {
    if (names.has(name)) continue;
    const created = await runWranglerHere(["d1", "create", name, ...place, "--update-config=false", "-c", CONFIG]);
    if (created !== 0) throw new Refusal(`The database ${name} was not made; wrangler's reason is above.`);
  }
}

export async function migrateRemote(): Promise<void> {
  for (const database of DATABASES) await applyMigrations(database, ["--remote"]);
}
