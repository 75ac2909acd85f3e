/** Builds page and Worker into dist/, unless they were built from exactly these sources before. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock.ts";
import { inProject, ROOT } from "./project.ts";
import { Refusal, run } from "./refusal.ts";

export const BUILT_CONFIG = inProject("dist", "confab", "wrangler.json");
const BUILT_PAGE = inProject("dist", "client", "index.html");
const STAMP = inProject("dist", "built-from");
const SOURCES = ["web", "worker", "vite.config.ts", "wrangler.toml", "tsconfig.base.json", "package-lock.json"];

/** Says whether there was anything to build. */
export async function buildIfChanged(): Promise<boolean> {
  return withLock("build", async () => {
    const sources = fingerprint();
    if (isBuiltFrom(sources)) return false;
    await build();
    writeFileSync(STAMP, sources);
    return true;
  });
}

function isBuiltFrom(sources: string): boolean {
  return [BUILT_CONFIG, BUILT_PAGE, STAMP].every((file) => existsSync(file)) && readFileSync(STAMP, "utf8") === sources;
}

async function build(): Promise<void> {
  // What a failed build leaves behind is nobody's build.
  for (const file of [STAMP, BUILT_PAGE]) rmSync(file, { force: true });
  const { code, output } = await viteBuild();
  // Without a page Vite builds the Worker alone and is content.
  if (code !== 0 || !existsSync(BUILT_PAGE)) {
    console.error(output);
    throw new Refusal("The page or the Worker did not build; the reason is above.");
  }
  // Vite leaves a copy of .dev.vars beside the Worker. A secret has one place.
  rmSync(inProject("dist", "confab", ".dev.vars"), { force: true });
}

function viteBuild(): Promise<{ code: number; output: string }> {
  const vite = inProject("node_modules", "vite", "bin", "vite.js");
  const child = spawn(process.execPath, [vite, "build"], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  return new Promise((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((source) => filesUnder(source))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(inProject(file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(path: string): string[] {
  if (statSync(inProject(path)).isFile()) return [path];
  return readdirSync(inProject(path))
    .filter((name) => !name.startsWith(".") && !name.endsWith(".tsbuildinfo"))
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

if (import.meta.main) {
  await run(async () => {
    console.log((await buildIfChanged()) ? "Built into dist/." : "dist/ is up to date.");
  });
}
