/** Brings both local databases up to date before anything serves from them. */
import { createHash, createHmac } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DATABASES, type Database, inProject } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { errorIn, runWrangler } from "./wrangler.ts";

export async function migrateLocal(stateDir: string): Promise<void> {
  for (const database of DATABASES) {
    if (isUpToDate(stateDir, database)) continue;
    const args = ["d1", "migrations", "apply", database.binding, "--local", "--persist-to", stateDir];
    const { code, output } = await runWrangler([...args, "-c", inProject("wrangler.toml")]);
    // A refused statement is printed, but wrangler has been seen to end with 0 all the same.
    if (code !== 0 || output.includes("[ERROR]")) {
      throw new Refusal(`A migration of ${database.binding} failed (${database.migrations}): ${errorIn(output)}`);
    }
  }
}

/**
 * Asking wrangler costs two seconds a database, so its own table is read first. Whatever is not plainly up to date
 * (no file, no table, a file that does not open) is left to wrangler, which knows what to say.
 */
function isUpToDate(stateDir: string, { binding, migrations }: Database): boolean {
  const file = join(stateDir, "v3", "d1", "miniflare-D1DatabaseObject", `${objectName(binding)}.sqlite`);
  if (!existsSync(file)) return false;
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    const applied = new Set(
      database
        .prepare("SELECT name FROM d1_migrations")
        .all()
        .map((row) => row["name"]),
    );
    database.close();
    return migrationFiles(migrations).every((name) => applied.has(name));
  } catch {
    return false;
  }
}

export function migrationFiles(folder: string): string[] {
  return readdirSync(inProject(folder)).filter((name) => name.endsWith(".sql"));
}

// How the local runtime names the file of a database. Should it ever change, starting is slower and nothing else.
function objectName(binding: string): string {
  const key = createHash("sha256").update("miniflare-D1DatabaseObject").digest();
  const name = createHmac("sha256", key).update(binding).digest().subarray(0, 16);
  const check = createHmac("sha256", key).update(name).digest().subarray(0, 16);
  return Buffer.concat([name, check]).toString("hex");
}
