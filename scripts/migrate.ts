/** Brings both local databases up to date before anything serves from them. */
import { readdirSync } from "node:fs";
import { openLocal } from "./local-database.ts";
import { DATABASES, type Database, inProject } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { errorIn, runWrangler } from "./wrangler.ts";

export async function migrateLocal(stateDir: string): Promise<void> {
  for (const database of DATABASES) {
    if (!isUpToDate(stateDir, database)) await applyMigrations(database, ["--local", "--persist-to", stateDir]);
  }
}

/**
 * Nothing is asked on the way: whoever answered no would go on without them.
 * @param where as wrangler is told it
 */
export async function applyMigrations({ binding, migrations }: Database, where: readonly string[]): Promise<void> {
  const args = ["d1", "migrations", "apply", binding, ...where, "-c", inProject("wrangler.toml")];
  const { code, output } = await runWrangler(args);
  // A refused statement is printed, but wrangler has been seen to end with 0 all the same.
  if (code !== 0 || output.includes("[ERROR]")) {
    throw new Refusal(`A migration of ${binding} failed (${migrations}): ${errorIn(output)}`);
  }
}

/**
 * Asking wrangler costs two seconds a database, so its own table is read first. Whatever is not plainly up to date
 * (no file, no table, a file that does not open) is left to wrangler, which knows what to say.
 */
function isUpToDate(stateDir: string, database: Database): boolean {
  const file = openLocal(stateDir, database);
  if (!file) return false;
  try {
    const rows = file.prepare("SELECT name FROM d1_migrations").all();
    const applied = new Set(rows.map((row) => row["name"]));
    return migrationFiles(database.migrations).every((name) => applied.has(name));
  } catch {
    return false;
  } finally {
    file.close();
  }
}

export function migrationFiles(folder: string): string[] {
  return readdirSync(inProject(folder)).filter((name) => name.endsWith(".sql"));
}
