import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { app } from "../../worker/app.ts";
import { HTTP_STATUS } from "../../worker/protocol.ts";
import { OPERATIONS } from "../../worker/routes/operations.ts";
import { call, group, ORIGIN, person } from "./support/cast.ts";

const JSON_TYPE = { "content-type": "application/json" };

describe("an answer", () => {
  it("G7: is a problem document for every error", async () => {
    const ann = await person("ann");
    const signedIn = { authorization: `Bearer ${ann.token}` };
    const rows: [keyof typeof HTTP_STATUS, string, string, { body?: unknown; headers?: Record<string, string> }][] = [
      ["bad_request", "PATCH", "/api/me", { body: { displayName: 7 }, headers: signedIn }],
      ["bad_request", "PATCH", "/api/me", { body: "{", headers: { ...signedIn, ...JSON_TYPE } }],
      ["bad_request", "PATCH", "/api/me", { body: "[]", headers: { ...signedIn, ...JSON_TYPE } }],
      ["unauthenticated", "GET", "/api/me", {}],
      ["forbidden", "POST", "/api/auth/logout", { headers: { cookie: `__Host-session=${ann.token}` } }],
      ["not_found", "GET", "/api/nowhere", {}],
      ["not_found", "GET", "/api/users/nobody", { headers: signedIn }],
      ["not_found", "GET", "/api/", {}],
      ["method_not_allowed", "DELETE", "/api/rooms", {}],
      ["method_not_allowed", "POST", "/api/health", {}],
      ["conflict", "POST", "/api/auth/register", { body: { username: ann.username, password: "correct horse" } }],
      ["too_large", "PATCH", "/api/me", { body: { bio: "x".repeat(64 * 1024) }, headers: signedIn }],
      [
        "unsupported_media_type",
        "PATCH",
        "/api/me",
        { body: "{}", headers: { ...signedIn, "content-type": "text/plain" } },
      ],
      ["unsupported_media_type", "POST", "/api/auth/login", {}],
    ];
    for (const [code, method, path, init] of rows) {
      const { status, headers, body } = await call(method, path, init);
      const what = `${code}: ${method} ${path}`;
      expect(status, what).toBe(HTTP_STATUS[code]);
      expect(headers.get("content-type"), what).toBe("application/problem+json");
      expect(body, what).toMatchObject({
        type: "about:blank",
        status,
        code,
        title: expect.any(String),
        detail: expect.any(String),
      });
    }
  });

  it("H5: comes without a body where nothing has to be said", async () => {
    const ann = await person("ann");
    const room = await group(ann, []);
    expect((await ann.call("POST", `/api/rooms/${room}/invites`)).status).toBe(201);
    expect((await ann.call("POST", "/api/rooms")).body).toMatchObject({ code: "unsupported_media_type" });
  });

  it("H6: names the methods that an address has", async () => {
    expect((await call("DELETE", "/api/rooms")).headers.get("allow")).toBe("GET, POST");
  });

  it("G9: says of each wrong field what is wrong with it", async () => {
    const { body } = await call("POST", "/api/auth/register", { body: { username: "x", password: "short" } });
    expect(body).toMatchObject({
      errors: [
        { path: "username", detail: expect.stringContaining("3 to 32") },
        { path: "password", detail: expect.stringContaining("8 to 256") },
      ],
    });
  });

  it("takes a body of 64 KiB that says nothing of its length, and not one byte more", async () => {
    const ann = await person("ann");
    const send = (bytes: number) => {
      const text = JSON.stringify({ bio: "", pad: "" });
      const body = new Blob([text.replace('"pad":"', `"pad":"${"x".repeat(bytes - text.length)}`)]).stream();
      const headers = { ...JSON_TYPE, authorization: `Bearer ${ann.token}` };
      return exports.default.fetch(new Request(`${ORIGIN}/api/me`, { method: "PATCH", headers, body }));
    };
    expect((await send(64 * 1024)).status).toBe(200);
    expect((await send(64 * 1024 + 1)).status).toBe(413);
  });

  it("H4: carries the headers that keep a browser from misusing it, whatever it says", async () => {
    for (const path of [
      "/api/health",
      "/api/me",
      "/api/nowhere",
      "/api/openapi.json",
      "/ws/nowhere",
      "/ws/inbox",
      "/api",
    ]) {
      const { headers } = await call("GET", path);
      expect(headers.get("cache-control"), path).toBe("no-store");
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(headers.get("content-security-policy"), path).toContain("default-src 'none'");
      expect(headers.get("content-security-policy"), path).toContain("frame-ancestors 'none'");
      expect(headers.get("x-frame-options"), path).toBe("DENY");
      expect(headers.get("referrer-policy"), path).toBe("no-referrer");
      expect(headers.get("strict-transport-security"), path).toMatch(/^max-age=31536000\b/);
      expect(headers.get("cross-origin-resource-policy"), path).toBe("same-origin");
      expect(headers.get("cross-origin-opener-policy"), path).toBe("same-origin");
      expect(headers.get("permissions-policy"), path).toContain("camera=()");
      expect(headers.get("access-control-allow-origin"), path).toBeNull();
    }
  });

  it("has an id under which it stands in the log", async () => {
    expect((await call("GET", "/api/nowhere")).headers.get("x-request-id")).toMatch(/^[a-z2-7]{16}$/);
  });

  it("G10: tells nothing of the inside where the storage fails, and the server goes on", async () => {
    const ann = await person("ann");
    await env.DB.exec("alter table users rename to users_away");
    try {
      const { status, body } = await ann.call("GET", "/api/me");
      expect({ status, code: body["code"] }).toEqual({ status: 503, code: "unavailable" });
      expect(JSON.stringify(body)).not.toMatch(/users|select|sqlite|D1_|\.ts|at /i);
      expect(await (await ann.join("global")).closed()).toBe(1013);
    } finally {
      await env.DB.exec("alter table users_away rename to users");
    }
    expect((await ann.call("GET", "/api/me")).status).toBe(200);
  });

  it("S2: asks a plain request at a socket's address to upgrade", async () => {
    for (const path of ["/ws/rooms/global", "/ws/inbox"]) {
      expect((await exports.default.fetch(ORIGIN + path)).status).toBe(426);
    }
  });
});

describe("the description of the API", () => {
  it("H36: has every operation that the router has, and no other", async () => {
    const routed = app.routes
      .filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/"))
      .map(({ method, path }) => `${method.toLowerCase()} ${path}`);
    expect(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...new Set(routed)].sort());
    const { body } = await call<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      "GET",
      "/api/openapi.json",
    );
    expect(body.openapi).toBe("3.1.0");
    const send = body.paths["/api/rooms/{room}/messages"]?.["post"];
    expect(send).toMatchObject({
      requestBody: {
        content: {
          "application/json": { schema: { required: ["id", "body"], properties: { id: { type: "string" } } } },
        },
      },
      responses: { 201: {}, default: {} },
    });
  });
});

describe("a server that is not set up", () => {
  it.each([
    ["no secret", { AUTH_SECRET: "" }],
    ["an example secret", { AUTH_SECRET: "change-me-change-me-change-me-change-me" }],
    ["a short secret", { AUTH_SECRET: "Zk3vQp9s" }],
    ["a limit that is no number", { SEND_PER_SECOND: "many" }],
    ["a limit of nothing", { AUTH_PER_MINUTE: 0 }],
  ])("answers nothing with %s", async (_, change) => {
    const answer = (path: string) => app.request(ORIGIN + path, {}, { ...env, ...change });
    const refused = await answer("/api/health");
    expect(refused.status).toBe(503);
    expect(await refused.text()).not.toMatch(/AUTH|SEND|change-me|Zk3vQp9s/);
    expect((await app.request(`${ORIGIN}/api/health`, {}, { ...env })).status).toBe(200);
  });
});
