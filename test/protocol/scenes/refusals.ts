import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { MessageAnswer } from "../../../worker/protocol.ts";
import { type Answer, ask, expectProblem } from "../http.ts";
import { newId } from "../line.ts";
import { PASSWORD, somebody, strangers } from "../person.ts";
import { origin } from "../server.ts";

function expectBaseline({ headers }: Answer): void {
  expect(headers.get("cache-control")).toMatch(/no-store/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toMatch(/\S/);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/default-src 'none'|default-src 'self'/);
  expect(headers.get("x-frame-options") === "DENY" || /frame-ancestors 'none'/.test(policy)).toBe(true);
  expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
}

describe("refusals", () => {
  it("H4 G6 puts the same headers on every answer of the API, refusals too", async () => {
    const alice = await somebody(origin());
    const elsewhere = { headers: { origin: "https://other.example" } };
    for (const answer of [
      await ask(`${origin()}/api/health`),
      await ask(`${origin()}/api/nothing-here`, elsewhere),
      await ask(`${origin()}/api/me`, elsewhere),
      await alice.ask("GET", "/me", undefined, elsewhere),
      await alice.ask("DELETE", "/rooms"),
      await alice.ask("PATCH", "/me", { bio: 1 }),
      await alice.ask("POST", "/auth/ticket"),
      await alice.ask("PATCH", "/me", { bio: "x".repeat(70_000) }),
      await ask(`${origin()}/api/me`, {
        method: "OPTIONS",
        headers: { origin: "https://other.example", "access-control-request-method": "PATCH" },
      }),
    ]) {
      expectBaseline(answer);
    }
  });

  it("H6 knows no address but its own", async () => {
    const alice = await somebody(origin());
    for (const path of ["/", "/nothing", "/rooms/global/nothing", "/auth", "/admin", "/admin/users", "/constructor"]) {
      expectProblem(await alice.ask("GET", path), "not_found");
    }
    expectProblem(await ask(`${origin()}/api/nothing`), "not_found");
  });

  it("H6 says which methods an address has", async () => {
    const alice = await somebody(origin());
    for (const [method, path, allowed] of [
      ["GET", "/auth/register", /POST/],
      ["GET", "/auth/login", /POST/],
      ["PUT", "/auth/logout", /POST/],
      ["DELETE", "/auth/ticket", /POST/],
      ["PUT", "/me", /GET.*PATCH|PATCH.*GET/],
      ["POST", "/users", /GET/],
      ["DELETE", "/rooms", /GET.*POST|POST.*GET/],
      ["PUT", "/rooms/global/messages", /GET.*POST|POST.*GET/],
      ["GET", "/rooms/global/read", /PUT/],
      ["POST", "/search", /GET/],
      ["POST", "/health", /GET/],
    ] as const) {
      const answer = await alice.ask(method, path);
      expectProblem(answer, "method_not_allowed");
      expect(answer.headers.get("allow"), `${method} ${path}`).toMatch(allowed);
    }
  });

  it("H5 takes JSON that says so and parses to an object", async () => {
    const alice = await somebody(origin());
    const send = (raw: string | Uint8Array<ArrayBuffer>, type?: string) =>
      alice.ask("PATCH", "/me", undefined, { raw, headers: type === undefined ? {} : { "content-type": type } });
    for (const type of ["application/json", "application/json; charset=utf-8", "Application/JSON"]) {
      expect((await send('{"bio":"tea"}', type)).status, type).toBe(200);
    }
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/jsonp",
      "text/json+x",
    ]) {
      expectProblem(await send('{"bio":"tea"}', type), "unsupported_media_type");
    }
    expectProblem(await send(new TextEncoder().encode('{"bio":"tea"}')), "unsupported_media_type");
    for (const raw of ["", "{", "null", "[]", '"text"', "1", '{"bio":"tea"', '{"bio":"tea"}}', "{'bio':1}", "\u0000"]) {
      expectProblem(await send(raw, "application/json"), "bad_request");
    }
    expectProblem(await send(new Uint8Array([0x22, 0xff, 0xfe, 0x22]), "application/json"), "bad_request");
  });

  it("H5 H6 H1 refuses what has a body without harm to the requests after it", async () => {
    const kept = { connection: "keep-alive" };
    const json = { ...kept, "content-type": "application/json" };
    const refused = async (method: string, path: string, headers: Record<string, string>) =>
      (await ask(`${origin()}/api/${path}`, { method, headers, raw: JSON.stringify({ bio: "x".repeat(3000) }) }))
        .status;
    const client = async () => {
      for (let n = 0; n < 25; n++) {
        expect(await refused("PATCH", "me", json)).toBe(401);
        expect(await refused("POST", "auth/login", { ...kept, "content-type": "text/plain" })).toBe(415);
        expect(await refused("PUT", "nothing", json)).toBe(404);
        expect((await ask(`${origin()}/api/health`, { headers: kept })).status).toBe(200);
      }
    };
    // A body that nobody reads breaks the connection it came over, now and then and only under load.
    await Promise.all(Array.from({ length: 8 }, client));
  });

  it("G9 says what is wrong with each value", async () => {
    const answer = await ask(`${origin()}/api/auth/register`, {
      method: "POST",
      json: { username: "1", password: "short", displayName: "a\nb", session: "x" },
    });
    expectProblem(answer, "bad_request");
    expect(answer.body).toMatchObject({
      errors: ["username", "password", "displayName", "session"].map((path) => ({
        path,
        detail: expect.stringMatching(/\S/),
      })),
    });
    const missing = await ask(`${origin()}/api/auth/register`, { method: "POST", json: {} });
    expect(missing.body).toMatchObject({ errors: [{ path: "username" }, { path: "password" }] });
  });

  it("G9 says it too where only what is stored shows that a value is wrong", async () => {
    const { alice, bob, room } = await strangers(origin());
    const { seq } = await alice.write(room, "hello");
    const wrong: [path: string, json: object, field: string][] = [
      [`/rooms/${room}/messages`, { id: newId(), body: "to nothing", replyTo: 99 }, "replyTo"],
      ["/rooms", { kind: "group", name: "Nobody", memberIds: ["nobody"] }, "memberIds"],
      ["/reports", { userId: alice.id, reason: "me" }, "userId"],
      ["/reports", { room, seq, reason: "mine" }, "seq"],
      ["/reports", { room, reason: "which one" }, "seq"],
      ["/reports", { userId: bob.id, room, seq, reason: "both" }, "userId"],
    ];
    for (const [path, json, field] of wrong) {
      const answer = await alice.ask("POST", path, json);
      expectProblem(answer, "bad_request");
      expect(answer.body).toMatchObject({ errors: [{ path: field, detail: expect.stringMatching(/\S/) }] });
    }
  });

  it("G19 takes requests of up to 64 KiB", async () => {
    const alice = await somebody(origin());
    const padded = (bytes: number) => {
      const start = '{"bio":"tea","padding":"';
      return `${start}${"x".repeat(bytes - start.length - 2)}"}`;
    };
    const send = (raw: string) =>
      alice.ask("PATCH", "/me", undefined, { raw, headers: { "content-type": "application/json" } });
    expect((await send(padded(65_536))).status).toBe(200);
    expectProblem(await send(padded(65_537)), "too_large");
    expectProblem(await send(padded(5_000_000)), "too_large");
    expectProblem(await send(`{"bio":"${"é".repeat(40_000)}"}`), "too_large");
  });

  it("G19 counts what really comes where no length is told", async () => {
    const alice = await somebody(origin());
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 100; i++) controller.enqueue(new TextEncoder().encode(" ".repeat(1000)));
        controller.enqueue(new TextEncoder().encode("{}"));
        controller.close();
      },
    });
    const init = {
      method: "PATCH",
      body: stream,
      duplex: "half",
      headers: { authorization: `Bearer ${alice.token}`, "content-type": "application/json" },
    };
    const response = await fetch(`${origin()}/api/me`, init);
    expect(response.status).toBe(413);
    await response.body?.cancel();
  });

  it("G2 ignores what it does not know", async () => {
    const alice = await somebody(origin());
    expect((await alice.ask("GET", "/me?_pk=1&colour=red&colour=blue")).status).toBe(200);
    const answer = await alice.ask("POST", "/rooms/global/messages?x=1", {
      id: newId(),
      body: "tea?",
      colour: "red",
      seq: 99,
    });
    expect(answer.status).toBe(201);
    expect(answer.body).not.toHaveProperty("message.colour");
  });

  it("G10 answers hostile values like wrong ones", async () => {
    const alice = await somebody(origin());
    const deep = `{"settings":{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}}`;
    const asJson = { headers: { "content-type": "application/json" } };
    expectProblem(await alice.ask("PATCH", "/me", undefined, { raw: deep, ...asJson }), "bad_request");
    expectProblem(await alice.ask("PATCH", "/me", undefined, { raw: '{"bio":"\\ud800"}', ...asJson }), "bad_request");
    const proto = await alice.ask("PATCH", "/me", undefined, {
      raw: '{"__proto__":{"role":"admin"},"role":"admin"}',
      ...asJson,
    });
    expect(proto).toMatchObject({ status: 200, body: { user: { role: "member" } } });
    for (const path of [
      "/users/%00",
      "/users/'%20OR%201=1",
      "/rooms/%F0%9F%8E%89",
      "/rooms/__proto__",
      "/users/constructor",
      "/rooms/%E0%A4%A",
    ]) {
      expectProblem(await alice.ask("GET", path), "not_found");
    }
  });

  it("G8 refuses to sign in with what is no text", async () => {
    for (const json of [
      {},
      { username: 1, password: PASSWORD },
      { username: "alice" },
      { username: ["a"], password: {} },
    ]) {
      expectProblem(await ask(`${origin()}/api/auth/login`, { method: "POST", json }), "bad_request");
    }
  });
});

describe("the service", () => {
  it("G1 G3 G4 speaks JSON in UTF-8, with times in milliseconds and ids of small letters and digits", async () => {
    const { alice, bob, room } = await strangers(origin());
    const before = Date.now();
    const answer = await alice.ask("POST", `/rooms/${room}/messages`, { id: newId(), body: "日本語 🎉" });
    expect(answer.headers.get("content-type")).toMatch(/^application\/json\b/);
    const { message } = v.parse(MessageAnswer, answer.body);
    expect(message.body).toBe("日本語 🎉");
    expect(Number.isInteger(message.at)).toBe(true);
    expect(message.at).toBeGreaterThanOrEqual(before - 1_000);
    expect(message.at).toBeLessThanOrEqual(Date.now() + 1_000);
    for (const id of [alice.id, bob.id]) expect(id).toMatch(/^[a-z0-9]+$/);
  });

  it("H35 says that it is well, to anyone", async () => {
    const { status, body } = await ask(`${origin()}/api/health`);
    expect(status).toBe(200);
    expect(body).toEqual({ status: "ok", version: expect.stringMatching(/\S/) });
  });

  it("H36 describes itself to anyone", async () => {
    const { status, body } = await ask(`${origin()}/api/openapi.json`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\./),
      paths: {
        "/api/auth/register": { post: { requestBody: expect.anything() } },
        "/api/rooms/{room}/messages": { get: expect.anything(), post: expect.anything() },
        "/api/search": { get: { parameters: expect.any(Array) } },
      },
    });
  });
});
