import { describe, expect, it } from "vitest";
import { type Answer, ask } from "../http.ts";
import { origin } from "../server.ts";

const A_YEAR_S = 365 * 24 * 60 * 60;

const text = ({ body }: Answer) => (typeof body === "string" ? body : "");

/** A file of the page as the started server gives it to a browser that has none of it yet. */
async function file(path: string): Promise<Answer> {
  const answer = await ask(`${origin()}${path}`);
  expect(answer.status, path).toBe(200);
  return answer;
}

/** Every script and style sheet that the page names, as paths. */
function filesNamedIn(page: string): string[] {
  return [...page.matchAll(/<(?:script|link)\b[^>]*?\s(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? "");
}

/** The sources that each directive allows. The first of two wins, in a browser too. */
function policyOf({ headers }: Answer): Map<string, string[]> {
  const policy = new Map<string, string[]>();
  for (const directive of (headers.get("content-security-policy") ?? "").split(";")) {
    const [name = "", ...sources] = directive.trim().toLowerCase().split(/\s+/);
    if (!policy.has(name)) policy.set(name, sources);
  }
  return policy;
}

/** The lifetime in seconds for which a browser need not ask again, and whether it is told so for good. */
function cachingOf({ headers }: Answer): { seconds: number; isForGood: boolean } {
  const said = (headers.get("cache-control") ?? "").split(",").map((each) => each.trim().toLowerCase());
  const maxAge = said.find((each) => each.startsWith("max-age="))?.slice("max-age=".length);
  const mustAsk = said.includes("no-cache") || said.includes("no-store");
  return { seconds: mustAsk ? 0 : Number(maxAge ?? Number.NaN), isForGood: said.includes("immutable") };
}

function expectGuarded(answer: Answer, path: string): void {
  const { headers } = answer;
  const policy = policyOf(answer);
  // What is not named falls back to this; what has no fallback must be named.
  expect(policy.get("default-src"), path).toEqual(["'none'"]);
  for (const name of ["base-uri", "frame-ancestors"])
    expect(policy.get(name), `${name} of ${path}`).toEqual(["'none'"]);
  expect(policy.get("form-action"), path).toEqual(["'self'"]);
  for (const name of ["script-src", "style-src", "connect-src"]) {
    expect(policy.get(name), `${name} of ${path}`).toEqual(["'self'"]);
  }
  // Pictures alone may come from the page's own memory; no directive allows inline code, a scheme or another host.
  for (const [name, sources] of policy) {
    if (!name.endsWith("-src") || name === "img-src") continue;
    for (const source of sources) expect(["'self'", "'none'"], `${name} of ${path}`).toContain(source);
  }
  expect(policy.get("require-trusted-types-for"), path).toEqual(["'script'"]);
  // One policy, which knows one address: that of the page's own service worker (web/browser/release.ts).
  expect(policy.get("trusted-types"), path).toEqual(["confab-worker"]);
  expect(headers.get("x-content-type-options"), path).toBe("nosniff");
  expect(headers.get("x-frame-options"), path).toBe("DENY");
  // Addresses of rooms and searches are nobody else's to know.
  expect(["same-origin", "no-referrer"], path).toContain(headers.get("referrer-policy"));
  expect(headers.get("cross-origin-opener-policy"), path).toBe("same-origin");
  expect(headers.get("cross-origin-embedder-policy"), path).toBe("require-corp");
  expect(headers.get("cross-origin-resource-policy"), path).toBe("same-origin");
  const forbidden = (headers.get("permissions-policy") ?? "").split(/,\s*/);
  expect(forbidden, path).toEqual(expect.arrayContaining(["camera=()", "microphone=()", "geolocation=()"]));
  expect(headers.get("strict-transport-security"), path).toMatch(/^max-age=[1-9]\d{7,}\b/);
  expect(headers.get("access-control-allow-origin"), path).toBeNull();
}

describe("the files of the page", () => {
  it("are guarded whatever the address: the page, each of its own addresses, and what it loads", async () => {
    const page = await file("/");
    expect(page.headers.get("content-type")).toMatch(/^text\/html\b/);
    const named = filesNamedIn(text(page));
    for (const kind of [/^\/assets\/.*\.js$/, /^\/assets\/.*\.css$/, /^\/before-paint\.js$/]) {
      expect(named).toContainEqual(expect.stringMatching(kind));
    }
    expectGuarded(page, "/");
    for (const path of ["/r/global", "/search?q=tea", ...named]) expectGuarded(await file(path), path);
    const route = await file("/r/global");
    expect(text(route), "a client-side route is the page itself").toBe(text(page));
  });

  it("hold no script and no style of their own inside the page, which the policy would stop", async () => {
    const html = text(await file("/"));
    const scripts = [...html.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)];
    expect(scripts.length).toBeGreaterThanOrEqual(2);
    for (const [all, attributes = "", content = ""] of scripts) {
      expect(attributes, all).toMatch(/\ssrc="\/[^/]/);
      expect(content.trim(), all).toBe("");
    }
    expect(html).not.toMatch(/<style\b|<base\b|<[^>]*\s(?:style|on[a-z]+)=|javascript:/i);
    for (const path of filesNamedIn(html)) expect(new URL(path, origin()).origin, path).toBe(origin());
  });

  it("are kept for a year where their name changes with their content, and asked for again where it does not", async () => {
    const named = filesNamedIn(text(await file("/")));
    const [hashed, plain] = [/^\/assets\//, /^\/(?!assets\/)/].map((kind) => named.filter((path) => kind.test(path)));
    expect(hashed?.length).toBeGreaterThanOrEqual(2);
    for (const path of hashed ?? []) {
      expect(path).toMatch(/-[\w-]{8}\.\w+$/);
      expect(cachingOf(await file(path)), path).toEqual({ seconds: A_YEAR_S, isForGood: true });
    }
    for (const path of ["/", "/r/global", ...(plain ?? [])]) {
      const answer = await file(path);
      expect(cachingOf(answer), path).toEqual({ seconds: 0, isForGood: false });
      // Asking again costs no bytes while nothing has changed.
      const etag = answer.headers.get("etag") ?? "";
      const again = await ask(`${origin()}${path}`, { headers: { "if-none-match": etag } });
      expect(again.status, path).toBe(304);
      expect(again.body).toBeUndefined();
    }
  });
});
