import { spawn } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { object, optional, parse, record, string } from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildIfChanged } from "../../scripts/build.ts";
import { inProject, ROOT } from "../../scripts/project.ts";

const Lock = object({
  packages: record(string(), object({ optionalDependencies: optional(record(string(), string())) })),
});
const Package = object({ scripts: record(string(), string()), devDependencies: object({ node: string() }) });

const CLIENT = inProject("dist", "client");

const text = (path: string) => readFileSync(inProject(path), "utf8");

describe("the toolchain", () => {
  it("has one workerd, so that tests, dev server and start run the same runtime", () => {
    const found = globSync("node_modules/**/workerd/package.json", { cwd: ROOT });
    expect(found).toEqual(["node_modules/workerd/package.json"]);
  });

  // npm ci refuses a lock file that names a platform's package and does not have it, on every platform.
  it("is locked for Linux, macOS and Windows alike", () => {
    const { packages } = parse(Lock, JSON.parse(text("package-lock.json")));
    const named = Object.values(packages).flatMap((each) => Object.keys(each.optionalDependencies ?? {}));
    const locked = Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ""));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !locked.includes(name))).toEqual([]);
  });

  it("runs on the Node that package.json pins", () => {
    const { devDependencies } = parse(Package, JSON.parse(text("package.json")));
    expect(process.versions.node).toBe(devDependencies.node);
  });
});

describe("the lint boundaries", () => {
  // The rules in a folder of their own: an offending file in this one would be found by whoever lints meanwhile.
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "confab-lint-"));
    for (const file of ["biome.json", ".gitignore"]) await cp(inProject(file), join(folder, file));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    [
      "a page that reaches into the server",
      "web/models/offending.ts",
      "../../worker/db/users.ts",
      "The page knows the server by its protocol alone",
    ],
    [
      "a plain module that imports the platform",
      "worker/room/offending.ts",
      "cloudflare:workers",
      "Only the object classes know the platform",
    ],
  ])("stop %s", async (_what, file, specifier, message) => {
    const { code, output } = await lint(folder, file, specifier);
    expect(output.replace(/\s+/g, " ")).toContain(message);
    expect(code).not.toBe(0);
  });

  it.each([
    ["the page know the protocol", "web/models/allowed.ts", "../../worker/protocol.ts"],
    ["an object class know the platform", "worker/room/room.ts", "cloudflare:workers"],
  ])("let %s", async (_what, file, specifier) => {
    const { code, output } = await lint(folder, file, specifier);
    expect(code, output).toBe(0);
  });
});

describe("the build", () => {
  beforeAll(buildIfChanged);

  // A phone on a slow network should have the page within a second or two.
  it.each([
    ["the page", 20, () => [...initialScripts(), ...textsOf("en", "start")]],
    [
      "a room",
      45,
      () => [...withImports([...initialScripts(), ...built("signed-in-*")]), ...textsOf("en", "start", "room")],
    ],
  ])("sends before %s shows at most %d kB of gzipped JavaScript", (what, budget, scripts) => {
    const files = scripts();
    expect(files.length).toBeGreaterThan(what === "a room" ? initialScripts().length + 2 : 1);
    const total = gzipped(files);
    process.stdout.write(`JavaScript before ${what}: ${(total / 1000).toFixed(1)} kB gzip in ${files.length} files.\n`);
    expect(total).toBeLessThanOrEqual(budget * 1000);
  });

  it.each(["tr", "ru", "ar", "ja"])("sends no more than a little more to people who read %s", (language) => {
    const size = (each: string) => gzipped(["start", "room"].flatMap((part) => textsOf(each, part)));
    expect(size("en")).toBeGreaterThan(0);
    expect(size(language)).toBeGreaterThan(size("en"));
    expect(size(language) - size("en")).toBeLessThan(1_500);
  });

  it("puts on everybody's device what everybody uses, and of the console nothing", () => {
    const worker = readFileSync(join(CLIENT, "sw.js"), "utf8");
    const isKept = (file: string) => worker.includes(`"/${file}"`);
    const everybodys = [built("signed-in-*"), built("own-screens-*"), textsOf("ja", "room"), textsOf("ja", "settings")];
    const console = [built("ConsoleScreen-*"), built("ConsoleLink-*"), textsOf("ja", "console")];
    for (const files of [...everybodys, ...console]) expect(files).not.toEqual([]);
    expect(everybodys.flat().filter((file) => !isKept(file))).toEqual([]);
    expect(console.flat().filter(isKept)).toEqual([]);
  });

  it("keeps secrets out of dist/", () => {
    const secrets = globSync("dist/**/{.dev.vars,.env}*", { cwd: ROOT });
    expect(secrets).toEqual([]);
  });

  it("would be taken by Cloudflare, with both databases and all three kinds of objects", async () => {
    const { code, output } = await run("node", [inProject("scripts", "deploy.ts"), "--dry-run"]);
    expect(code, output).toBe(0);
    for (const binding of [
      "ROOM (Room)",
      "INBOX (Inbox)",
      "GATE (Gate)",
      "DB (confab)",
      "SEARCH (confab-search)",
      "ASSETS",
    ]) {
      expect(output).toContain(`env.${binding}`);
    }
  });
});

describe("the papers", () => {
  const papers = globSync("**/*.md", { cwd: ROOT, exclude: (name) => /node_modules|dist|\.wrangler/.test(name) });

  it.each(papers)("%s links to what is there", (paper) => {
    const prose = text(paper).replace(/^```.*?^```/gms, "");
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
    const dead = targets.filter((target) => !isThere(paper, target));
    expect(dead).toEqual([]);
  });

  it("name every command that people run", () => {
    const { scripts } = parse(Package, JSON.parse(text("package.json")));
    const plumbing = /^(pre.*|ensure)$/;
    const readme = text("README.md") + text("docs/development.md");
    const unnamed = Object.keys(scripts)
      .filter((name) => !plumbing.test(name))
      .filter((name) => !readme.includes(name === "start" || name === "test" ? `npm ${name}` : `npm run ${name}`));
    expect(unnamed).toEqual([]);
  });
});

async function lint(folder: string, file: string, specifier: string) {
  await mkdir(join(folder, dirname(file)), { recursive: true });
  await writeFile(join(folder, file), `import { something } from "${specifier}";\n\nexport const other = something;\n`);
  return run("biome", ["lint", file], folder);
}

function built(name: string): string[] {
  return globSync(`assets/${name}.js`, { cwd: CLIENT });
}

/** The texts of one language; `before-paint.js` has the browser fetch them beside the code. */
function textsOf(language: string, ...parts: string[]): string[] {
  return parts.flatMap((part) => built(`texts-${language}-${part}-*`));
}

function gzipped(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(CLIENT, file)), { level: 9 }).length, 0);
}

/** What the browser must have before it can run anything: the entry, what is preloaded, and what those import at once. */
function initialScripts(): string[] {
  const page = readFileSync(join(CLIENT, "index.html"), "utf8");
  const tags = page.match(/<script[^>]*>|<link[^>]*rel="modulepreload"[^>]*>/g) ?? [];
  return withImports(tags.flatMap((tag) => / (?:src|href)="\/([^"]+\.js)"/.exec(tag)?.[1] ?? []));
}

/** And whatever they import at once, through any number of others. */
function withImports(scripts: readonly string[]): string[] {
  const files = [...scripts];
  for (const file of files) {
    const code = readFileSync(join(CLIENT, file), "utf8");
    for (const match of code.matchAll(/(?:^|[;}\s])(?:import|export)(?:[\w$*{}\s,]*from)?\s*["'](\.[^"']+\.js)["']/g)) {
      const imported = posix.join(posix.dirname(file), match[1] ?? "");
      if (!files.includes(imported)) files.push(imported);
    }
  }
  return [...new Set(files)];
}

function isThere(paper: string, target: string): boolean {
  if (/^(https?:|mailto:)/.test(target)) return true;
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? paper : relative(ROOT, join(ROOT, dirname(paper), path));
  if (!existsSync(inProject(file))) return false;
  return anchor === undefined || !file.endsWith(".md") || anchors(file).includes(anchor);
}

function anchors(paper: string): string[] {
  const headings = [...text(paper).matchAll(/^#+ (.*)$/gm)].map((match) => match[1] ?? "");
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

/** A tool of the project, or its Node. */
function run(tool: string, args: string[], cwd = ROOT): Promise<{ code: number | null; output: string }> {
  const child = spawn(inProject("node_modules", ".bin", tool), args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
