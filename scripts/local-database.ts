/** Where the local runtime keeps a database: SQLite's own file, which others may open while a server runs. */
import { createHash, createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Database } from "./project.ts";

// A server holds its lock for milliseconds.
const PATIENCE_MS = 5_000;

/**
 * Opens the file of a database. Wrangler does the same by way of a runtime of its own, in two seconds a call.
 * @returns `undefined` where there is none: wrangler then knows what to do, also should it ever name its files otherwise
 */
export function openLocal(stateDir: string, { binding }: Pick<Database, "binding">): DatabaseSync | undefined {
  const file = join(stateDir, "v3", "d1", "miniflare-D1DatabaseObject", `${objectName(binding)}.sqlite`);
  return existsSync(file) ? new DatabaseSync(file, { timeout: PATIENCE_MS }) : undefined;
}

// How the local runtime makes the name of an object's file from the name of the object.
function objectName(name: string): string {
  const key = createHash("sha256").update("miniflare-D1DatabaseObject").digest();
  const id = createHmac("sha256", key).update(name).digest().subarray(0, 16);
  const check = createHmac("sha256", key).update(id).digest().subarray(0, 16);
  return Buffer.concat([id, check]).toString("hex");
}
