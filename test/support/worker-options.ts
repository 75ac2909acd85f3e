/** The built Worker as Miniflare wants to be told of it. */
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { custom, number, object, parse, parseJson, pipe, record, safeParse, string, union } from "valibot";
import type { Unstable_MiniflareWorkerOptions } from "wrangler";
import { BUILT_CONFIG } from "../../scripts/build.ts";
import { inProject } from "../../scripts/project.ts";

export const Vars = record(string(), union([string(), number()]));

// What is inside is between wrangler and Miniflare, which checks it.
const isOptions = (value: unknown) => typeof value === "object" && value !== null;
const Kept = pipe(
  string(),
  parseJson(),
  object({
    workerOptions: custom<Unstable_MiniflareWorkerOptions["workerOptions"]>(isOptions),
    main: string(),
    vars: Vars,
  }),
);

/** As wrangler reads the configuration of the build. Its answer is kept: loading wrangler is a second of work for each server. */
export async function readWorkerOptions() {
  const asked = createHash("sha256")
    .update(BUILT_CONFIG)
    .update(readFileSync(BUILT_CONFIG))
    .update(readFileSync(inProject("package-lock.json")));
  const file = inProject(".wrangler", `worker-options-${asked.digest("hex").slice(0, 16)}.json`);
  const kept = safeParse(Kept, readIfThere(file));
  if (kept.success) return kept.output;
  const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await import("wrangler");
  const config = unstable_readConfig({ config: BUILT_CONFIG });
  const text = JSON.stringify({ ...unstable_getMiniflareWorkerOptions(config), vars: config.vars });
  // Two servers may start at once.
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
  // As the next one reads it, so that nothing can hold for the first alone.
  return parse(Kept, text);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
