/** Statements for the record: in its file where it is local, by way of wrangler where it is not. */
import type { DatabaseSync } from "node:sqlite";
import { array, looseObject, object, parse, safeParse, string, unknown } from "valibot";
import { openLocal } from "./local-database.ts";
import { inProject } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { errorIn, jsonIn, runWrangler } from "./wrangler.ts";

/** A folder of local state, or the databases of the Cloudflare account. */
export type Place = { stateDir: string } | "remote";

const Results = array(looseObject({ results: array(unknown()) }));
const Failure = object({ error: looseObject({ text: string() }) });

/** The rows of the last statement; all take effect or none. Values go in by `sqlText`: wrangler takes no parameters. */
export async function execute(place: Place, ...statements: string[]): Promise<unknown[]> {
  const file = place === "remote" ? undefined : openLocal(place.stateDir, { binding: "DB" });
  return file ? inFile(file, statements) : await byWrangler(place, statements.join(";\n"));
}

function inFile(file: DatabaseSync, statements: string[]): unknown[] {
  try {
    file.exec("BEGIN IMMEDIATE");
    const rows = statements.map((statement) => file.prepare(statement).all());
    file.exec("COMMIT");
    return rows.at(-1) ?? [];
  } catch (error) {
    throw new Refusal(`The database refused: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    file.close();
  }
}

async function byWrangler(place: Place, sql: string): Promise<unknown[]> {
  const where = place === "remote" ? ["--remote"] : ["--local", "--persist-to", place.stateDir];
  const args = ["d1", "execute", "DB", ...where, "-c", inProject("wrangler.toml"), "--json", "--yes", "--command", sql];
  const { code, output } = await runWrangler(args);
  const json = jsonIn(output);
  const failure = safeParse(Failure, json);
  if (failure.success) throw new Refusal(`The database refused: ${failure.output.error.text}`);
  if (code !== 0 || json === undefined) throw new Refusal(`The database did not answer: ${errorIn(output)}`);
  return parse(Results, json).at(-1)?.results ?? [];
}

/** A text literal. In SQLite the quote is the only character that means something inside one. */
export function sqlText(value: string): string {
  if (value.includes("\0")) throw new Refusal("A text for the database must not contain a zero character.");
  return `'${value.replaceAll("'", "''")}'`;
}
