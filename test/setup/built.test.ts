import { globSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { buildIfChanged } from "../../scripts/build.ts";
import { inProject, ROOT } from "../../scripts/project.ts";

beforeAll(buildIfChanged);

const text = (path: string) => readFileSync(inProject(path), "utf8");

describe("the built page", () => {
  const files = () =>
    globSync("dist/client/**/*.{js,css,html,svg}", { cwd: ROOT }).map((path) => [path, text(path)] as const);

  it("makes no code out of text", () => {
    expect(files().length).toBeGreaterThan(5);
    for (const [path, content] of files()) {
      expect(content, path).not.toMatch(
        /\beval\s*\(|\bnew\s+Function\b|\bdocument\.write\b|["'`=]\s*javascript:|\bimportScripts\b/,
      );
    }
  });

  // Names of XML vocabularies, and where a library asks to be told of a mistake: nothing is fetched from either.
  const NAMED = new Set(["www.w3.org", "github.com"]);

  it("names no foreign host that anything could be fetched from", () => {
    const hosts = files().flatMap(([, content]) =>
      Array.from(
        content.matchAll(/(?:https?:|wss?:|["'`(]\s*)\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi),
        ([, host = ""]) => host,
      ),
    );
    expect(hosts.filter((host) => !NAMED.has(host))).toEqual([]);
  });
});

describe("the built Worker", () => {
  const worker = () => globSync("dist/confab/**/*.js", { cwd: ROOT }).map(text).join("\n");

  it("has the addresses of the source and none for tests", () => {
    expect(worker()).toContain("/api/openapi.json");
    expect(worker()).not.toMatch(/vitest|cloudflare:test|["'`]\/(?:api\/)?(?:__)?(?:test|debug|dev)\b/);
  });

  it("has no secret built in", () => {
    expect(worker()).not.toMatch(/AUTH_SECRET\s*[:=]\s*["'`][^"'`]+["'`]/);
    for (const path of globSync("dist/**/wrangler.json", { cwd: ROOT }))
      expect(text(path), path).not.toContain("AUTH_SECRET");
  });
});
