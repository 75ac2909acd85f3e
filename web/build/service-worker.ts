import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, transformWithOxc } from "vite";

const SOURCE = new URL("../offline/service-worker.ts", import.meta.url).pathname;
const PUBLIC = new URL("../public", import.meta.url).pathname;
// For Cloudflare, and for robots: no part of the page.
const NOT_OF_THE_PAGE = /^(_headers|robots\.txt)$/;
// Large, and for some alone: kept when they are first used.
const KEPT_WHEN_USED = /node_modules\/(highlight\.js|lowlight|emojibase-data|devlop)\/|web\/i18n\/\w+\/console\.ts$/;
// So is all that comes with the console, which most people have no use for: a chunk with any of it is for those alone who open it.
const CONSOLE = /web\/components\/console\//;

/** Writes the service worker, which has to know all files of the release: a release with other files is another worker. */
export function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    applyToEnvironment: ({ name }) => name === "client",
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const built = Object.values(bundle).filter((file) => file.type === "asset" || !isKeptWhenUsed(file.moduleIds));
        const statics = readdirSync(PUBLIC).filter((name) => !NOT_OF_THE_PAGE.test(name));
        const paths = [...built.map(({ fileName }) => fileName), ...statics].filter(
          (name) => !/^\.|\.(html|map)$/.test(name),
        );
        const files = ["/", ...paths.map((name) => `/${name}`).sort()];
        const release = releaseOf(files, bundle, statics);
        const { code } = await transformWithOxc(readFileSync(SOURCE, "utf8"), SOURCE, {
          define: { RELEASE: JSON.stringify(release), FILES: JSON.stringify(files) },
        });
        // A worker of the old kind, which every browser knows: nothing is imported, so nothing need be exported.
        this.emitFile({ type: "asset", fileName: "sw.js", source: code.replace(/^export \{\};?$/m, "") });
      },
    },
  };
}

function isKeptWhenUsed(moduleIds: readonly string[]): boolean {
  if (moduleIds.some((id) => CONSOLE.test(id))) return true;
  return moduleIds.length > 0 && moduleIds.every((id) => KEPT_WHEN_USED.test(id));
}

/** Of the names of what is built, which change with it, and of what has a name for good. */
function releaseOf(
  files: readonly string[],
  bundle: Record<string, { fileName: string }>,
  statics: readonly string[],
): string {
  const hash = createHash("sha256").update(files.join()).update(Object.keys(bundle).sort().join());
  for (const name of [...statics, "_headers"]) hash.update(readFileSync(join(PUBLIC, name)));
  hash.update(readFileSync(join(PUBLIC, "..", "index.html")));
  return hash.digest("hex").slice(0, 12);
}
