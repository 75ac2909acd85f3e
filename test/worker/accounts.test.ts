import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { call, ORIGIN, PASSWORD, person } from "./support/cast.ts";

const register = (body: unknown, headers: Record<string, string> = {}) =>
  call<{ user: Record<string, unknown>; token?: string; code?: string }>("POST", "/api/auth/register", {
    body,
    headers,
  });
const login = (body: unknown, headers: Record<string, string> = {}) =>
  call<{ user: Record<string, unknown>; token?: string; code?: string }>("POST", "/api/auth/login", { body, headers });

describe("an account", () => {
  it("H8 H10: is made once for a name, with a cookie or a token but never both", async () => {
    const withCookie = await register({ username: "Ada_L", password: PASSWORD, displayName: "  Ada Lovelace " });
    expect(withCookie.status).toBe(201);
    expect(withCookie.body.user).toMatchObject({ username: "ada_l", displayName: "Ada Lovelace", role: "member" });
    expect(withCookie.body).not.toHaveProperty("token");
    const cookie = withCookie.headers.get("set-cookie") ?? "";
    for (const part of ["__Host-", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(part);
    expect(cookie).not.toContain("Domain");

    expect(await register({ username: "ada_l", password: PASSWORD })).toMatchObject({
      status: 409,
      body: { code: "conflict" },
    });
    // The same name in full-width letters.
    expect((await register({ username: "ａｄａ_ｌ", password: PASSWORD })).status).toBe(409);

    const withToken = await login({ username: "ADA_L", password: PASSWORD, session: "token" });
    expect(withToken).toMatchObject({ status: 200, body: { token: expect.any(String) } });
    expect(withToken.headers.get("set-cookie")).toBeNull();
  });

  it("G23 H8: is not to be had under a name that speaks for the house", async () => {
    for (const username of ["admin", "System", "GLOBAL", "ｄｅｌｅｔｅｄ", "adm1n", "every_one"]) {
      expect(await register({ username, password: PASSWORD }), username).toMatchObject({
        status: 409,
        body: { code: "conflict" },
      });
    }
    expect((await register({ username: "admirer", password: PASSWORD })).status).toBe(201);
  });

  it("H9: is opened by its password alone, and a wrong one says no more than an unknown name", async () => {
    await register({ username: "grace", password: PASSWORD });
    const right = await login({ username: "grace", password: PASSWORD });
    expect(right.status).toBe(200);
    const answers = await Promise.all([
      login({ username: "grace", password: "wrong horse battery" }),
      login({ username: "nobody", password: PASSWORD }),
      login({ username: "no such name!", password: PASSWORD }),
      login({ username: "", password: "" }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(answers[0]?.body);
    }
  });

  it("G16: takes a password in any way of writing its letters", async () => {
    await register({ username: "zoe", password: "cafe\u0301 au lait" });
    expect((await login({ username: "zoe", password: "caf\u00e9 au lait" })).status).toBe(200);
  });

  it("stores no password, and the hash with its parameters", async () => {
    const ann = await person("ann");
    const row = await env.DB.prepare("select password_hash as hash from users where id = ?")
      .bind(ann.id)
      .first<{ hash: string }>();
    expect(row?.hash).toMatch(/^scrypt\$14\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
  });

  it("makes the hash anew at the next login where its parameters are of yesterday", async () => {
    const { scryptSync } = await import("node:crypto");
    const ann = await person("ann");
    const old = scryptSync(PASSWORD, Buffer.from("salt"), 32, { N: 1024, r: 8, p: 1 }).toString("base64url");
    await env.DB.prepare("update users set password_hash = ? where id = ?")
      .bind(`scrypt$10$8$1$${Buffer.from("salt").toString("base64url")}$${old}`, ann.id)
      .run();
    expect((await login({ username: ann.username, password: PASSWORD })).status).toBe(200);
    const row = await env.DB.prepare("select password_hash as hash from users where id = ?")
      .bind(ann.id)
      .first<{ hash: string }>();
    expect(row?.hash).toMatch(/^scrypt\$14\$8\$5\$/);
    expect((await login({ username: ann.username, password: PASSWORD })).status).toBe(200);
  });

  it("H14 H15: is read and changed by its owner, field by field", async () => {
    const ann = await person("ann", "Ann");
    expect((await ann.call("PATCH", "/api/me", { bio: "I am\r\nhere", settings: { theme: "dark" } })).status).toBe(200);
    const { body } = await ann.call<{ user: Record<string, unknown> }>("PATCH", "/api/me", { displayName: "Anna" });
    expect(body.user).toMatchObject({ displayName: "Anna", bio: "I am\nhere", settings: { theme: "dark" } });
    expect((await ann.call<{ user: unknown }>("GET", "/api/me")).body.user).toEqual(body.user);
    const bad = await ann.call("PATCH", "/api/me", { displayName: "a\u202eb", bio: "x".repeat(501) });
    expect(bad).toMatchObject({
      status: 400,
      body: { code: "bad_request", errors: [{ path: "displayName" }, { path: "bio" }] },
    });
  });

  it("is known by its new name in what was said before, in a room that stayed open and in the record", async () => {
    const [ann, bob] = await Promise.all([person("ann", "Ann"), person("bob")]);
    const at = await ann.join("global");
    at.say("who am I");
    await at.bodies(1);
    await ann.call("PATCH", "/api/me", { displayName: "Queen Anne" });
    const { messages } = await (await bob.join("global")).next("welcome");
    expect(messages.at(-1)?.from).toMatchObject({ id: ann.id, displayName: "Queen Anne" });
    const page = await bob.history("global", "?limit=1");
    expect(page.messages[0]?.from.displayName).toBe("Queen Anne");
    at.say("now");
    expect((await at.next("messages")).messages[0]?.from.displayName).toBe("Queen Anne");
  });
});

describe("a session", () => {
  it("H11: ends at once and takes only itself along", async () => {
    const ann = await person("ann");
    const second = (await login({ username: ann.username, password: PASSWORD, session: "token" })).body.token ?? "";
    const me = (token: string) => call("GET", "/api/me", { headers: { authorization: `Bearer ${token}` } });
    expect((await me(second)).status).toBe(200);
    expect((await call("POST", "/api/auth/logout", { headers: { authorization: `Bearer ${second}` } })).status).toBe(
      204,
    );
    expect(await me(second)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    expect((await me(ann.token)).status).toBe(200);
  });

  it("H3: ends 30 days after its last use, and a use moves the end once a day", async () => {
    const ann = await person("ann");
    const day = 24 * 60 * 60 * 1000;
    const expiry = async () =>
      (
        await env.DB.prepare("select expires_at as at from sessions where user_id = ?")
          .bind(ann.id)
          .first<{ at: number }>()
      )?.at ?? 0;
    const minute = 60_000;
    const isIn30Days = (at: number) => Math.abs(at - Date.now() - 30 * day) < 10 * minute;
    const first = await expiry();
    expect(first).toSatisfy(isIn30Days);
    await ann.call("GET", "/api/me");
    expect(await expiry()).toBe(first);
    await env.DB.prepare(
      "update sessions set last_seen_at = last_seen_at - ?1, expires_at = expires_at - ?1 where user_id = ?2",
    )
      .bind(2 * day, ann.id)
      .run();
    await ann.call("GET", "/api/me");
    await expect.poll(expiry).toBeGreaterThanOrEqual(first);
    expect(await expiry()).toSatisfy(isIn30Days);
    await env.DB.prepare("update sessions set expires_at = 1 where user_id = ?").bind(ann.id).run();
    expect((await ann.call("GET", "/api/me")).status).toBe(401);
  });

  it("H2: is good by cookie for a change from our own pages alone, and by bearer from anywhere", async () => {
    const ann = await person("ann");
    const change = (headers: Record<string, string>) =>
      call("PATCH", "/api/me", { body: { bio: "x" }, headers: { cookie: `__Host-session=${ann.token}`, ...headers } });
    const elsewhere: Record<string, string>[] = [
      {},
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of elsewhere) {
      expect(await change(headers), JSON.stringify(headers)).toMatchObject({
        status: 403,
        body: { code: "forbidden" },
      });
    }
    expect((await change({ origin: ORIGIN })).status).toBe(200);
    expect((await change({ "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await change({ origin: "https://evil.example", authorization: `Bearer ${ann.token}` })).status).toBe(200);
    // Reading changes nothing and needs no origin.
    expect((await call("GET", "/api/me", { headers: { cookie: `__Host-session=${ann.token}` } })).status).toBe(200);
    // Nor may another page sign its visitors in here.
    const foreign = { origin: "https://evil.example" };
    expect((await login({ username: ann.username, password: PASSWORD }, foreign)).status).toBe(403);
    expect((await login({ username: ann.username, password: PASSWORD }, { origin: ORIGIN })).status).toBe(200);
  });
});
