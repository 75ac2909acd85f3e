import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { MeAnswer, SignedIn, TicketAnswer } from "../../../worker/protocol.ts";
import { ask, expectProblem } from "../http.ts";
import { dialWith, PASSWORD, person, somebody, strangers } from "../person.ts";
import { origin } from "../server.ts";

const post = (path: string, json: unknown, headers?: Record<string, string>) =>
  ask(`${origin()}/api/auth/${path}`, { method: "POST", json, headers });

/** The cookie of an answer as a browser would send it back. */
function cookieOf(headers: Headers): string {
  return headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

describe("accounts", () => {
  it("H8 H10 signs up with a cookie, or with a token and no cookie", async () => {
    const inBrowser = await post("register", {
      username: "Cookie_Monster",
      password: PASSWORD,
      displayName: " Çookie 🍪 ",
    });
    expect(inBrowser.status).toBe(201);
    expect(inBrowser.body).toMatchObject({
      user: { username: "cookie_monster", displayName: "Çookie 🍪", bio: "", settings: {} },
    });
    expect(inBrowser.body).not.toHaveProperty("token");
    const [cookie = "", ...others] = inBrowser.headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^__Host-[^=]+=[^;]+;/);
    for (const attribute of [/; *HttpOnly/i, /; *Secure/i, /; *SameSite=Lax/i, /; *Path=\/(;|$)/i])
      expect(cookie).toMatch(attribute);
    expect(cookie).not.toMatch(/Domain=/i);

    const app = await post("register", { username: "token_user", password: PASSWORD, session: "token" });
    expect(app.status).toBe(201);
    expect(app.headers.getSetCookie()).toEqual([]);
    expect(v.parse(SignedIn, app.body)).toMatchObject({
      token: expect.stringMatching(/./),
      user: { displayName: "token_user" },
    });
  });

  it("G12 gives a username once, however it is written", async () => {
    const alice = await person(origin(), "alice");
    for (const username of [alice.username, alice.username.toUpperCase(), alice.username.replace("a", "ａ")]) {
      expectProblem(await post("register", { username, password: PASSWORD }), "conflict");
    }
  });

  it("H9 answers a wrong password and an unknown name alike", async () => {
    const alice = await person(origin(), "alice");
    const right = await post("login", { username: alice.username.toUpperCase(), password: PASSWORD });
    expect(right.status).toBe(200);
    const wrong = await post("login", { username: alice.username, password: "wrong horse battery" });
    expectProblem(wrong, "unauthenticated");
    for (const username of ["nobody_at_all", "x", "No Name!", "İ"]) {
      const unknown = await post("login", { username, password: "short" });
      expect(unknown.status).toBe(401);
      expect(unknown.body).toEqual(wrong.body);
      expect(unknown.headers.getSetCookie()).toEqual([]);
    }
  });

  it("G16 takes the same password in either normal form", async () => {
    const username = `normal_${process.pid}`;
    expect((await post("register", { username, password: "gru\u0308ße aus Köln" })).status).toBe(201);
    expect((await post("login", { username, password: "gr\u00fcße aus Ko\u0308ln" })).status).toBe(200);
    expectProblem(await post("login", { username, password: "gruße aus Koln" }), "unauthenticated");
  });

  it("H14 H15 shows and changes a profile, and leaves alone what is not named", async () => {
    const alice = await person(origin(), "alice", "Alice");
    expect(await alice.get("/me")).toMatchObject({
      user: { ...alice.asPerson, role: "member", bio: "", settings: {} },
    });
    const changed = await alice.ask("PATCH", "/me", {
      bio: " tea\r\nand cake ",
      settings: { theme: "dark" },
      unknown: 1,
    });
    expect(changed).toMatchObject({ status: 200, body: { user: { displayName: "Alice", bio: "tea\nand cake" } } });
    await alice.ask("PATCH", "/me", { displayName: "Alice A." });
    expect(await alice.get("/me")).toMatchObject({
      user: {
        displayName: "Alice A.",
        bio: "tea\nand cake",
        settings: { theme: "dark" },
        createdAt: expect.any(Number),
      },
    });
    await alice.ask("PATCH", "/me", { settings: { sound: false }, username: "someone_else" });
    expect(await alice.get("/me")).toMatchObject({ user: { username: alice.username, settings: { sound: false } } });
    expect(await alice.get("/me")).not.toHaveProperty("user.settings.theme");
  });

  it("H68 changes some settings and leaves the rest, however many devices do so at once", async () => {
    const alice = await person(origin(), "alice");
    await alice.ask("PATCH", "/me", { settings: { theme: "dark", clock: "24", rooms: { first: 1, last: [1, 2] } } });
    const patches = [{ theme: null }, { rooms: { last: [3] } }, { sound: false }, { rooms: { top: {} } }, { size: 2 }];
    const answers = await Promise.all(
      patches.map((settingsPatch) => alice.ask("PATCH", "/me", { settingsPatch, bio: "tea" })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const settings = { clock: "24", rooms: { first: 1, last: [3], top: {} }, sound: false, size: 2 };
    const { user } = v.parse(MeAnswer, await alice.get("/me"));
    expect(user.bio).toBe("tea");
    expect(user.settings).toEqual(settings);
  });

  it("H68 G15 H65 refuses a part that makes no settings, and changes nothing then", async () => {
    const alice = await person(origin(), "alice");
    const settings = { theme: "dark", long: "x".repeat(8_000) };
    await alice.ask("PATCH", "/me", { settings });
    const wrong = [
      { settingsPatch: [] },
      { settingsPatch: "dark" },
      { settingsPatch: { a: "x".repeat(8_192) } },
      { settingsPatch: { a: "x".repeat(400) } },
      { settingsPatch: { a: nested(101) } },
      { settingsPatch: { privacy: { receipts: "no" } } },
      { settingsPatch: { privacy: false } },
      { settingsPatch: { a: 1 }, settings: {} },
    ];
    for (const input of wrong) {
      const answer = await alice.ask("PATCH", "/me", { bio: "not this", ...input });
      expectProblem(answer, "bad_request");
      expect(answer.body).toMatchObject({ errors: [{ path: "settingsPatch", detail: expect.any(String) }] });
    }
    const { user } = v.parse(MeAnswer, await alice.get("/me"));
    expect(user.bio).toBe("");
    expect(user.settings).toEqual(settings);
    expect((await alice.ask("PATCH", "/me", { settingsPatch: { long: nested(99) } })).status).toBe(200);
  });

  it("H15 G13 G15 refuses a profile over its limits and says which field is wrong", async () => {
    const alice = await person(origin(), "alice");
    for (const [field, value] of [
      ["displayName", "x".repeat(65)],
      ["displayName", "two\nlines"],
      ["bio", "x".repeat(501)],
      ["settings", { a: "x".repeat(8192) }],
      ["settings", { a: nested(101) }],
      ["settings", []],
    ] as const) {
      const answer = await alice.ask("PATCH", "/me", { [field]: value });
      expectProblem(answer, "bad_request");
      expect(answer.body).toMatchObject({ errors: [{ path: field, detail: expect.any(String) }] });
    }
    expect((await alice.ask("PATCH", "/me", { displayName: "𠮷".repeat(64), bio: "🎉".repeat(500) })).status).toBe(200);
  });

  it("H1 knows nobody without a session, or with one that is forged", async () => {
    const alice = await somebody(origin());
    await alice.get("/me");
    const forged = `${alice.token.slice(0, -4)}AAAA`;
    const ticket = await alice.ticket();
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${alice.token.split(".")[1]}.`;
    for (const token of [undefined, "", "x", forged, unsigned, ticket]) {
      for (const path of ["me", "rooms", "users?q=a", "search?q=a", "rooms/global", "rooms/global/messages"]) {
        const answer = await ask(`${origin()}/api/${path}`, { token });
        expectProblem(answer, "unauthenticated");
      }
    }
  });

  it("H11 S31 ends a session at once, with its sockets, and no other", async () => {
    const alice = await person(origin(), "alice");
    const elsewhere = await alice.again();
    const [here, inbox, there] = [await alice.join("global"), await alice.openInbox(), await elsewhere.join("global")];
    for (const line of [here, inbox]) await line.ping();
    expect((await alice.ask("POST", "/auth/logout")).status).toBe(204);
    expectProblem(await alice.ask("GET", "/me"), "unauthenticated");
    expect(await here.closed()).toBe(4510);
    expect(await inbox.closed()).toBe(4510);
    await there.say("still here");
    await elsewhere.get("/me");
  });

  it("H11 takes the cookie back at logout", async () => {
    const { headers } = await post("register", { username: `leaving_${process.pid}`, password: PASSWORD });
    const cookie = cookieOf(headers);
    const out = await post("logout", undefined, { cookie, origin: origin() });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toMatch(/^__Host-[^=]+=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/i);
    expectProblem(await ask(`${origin()}/api/me`, { headers: { cookie } }), "unauthenticated");
  });

  it("H2 lets the cookie change things from our own origin alone", async () => {
    const { headers } = await post("register", { username: `origin_${process.pid}`, password: PASSWORD });
    const cookie = cookieOf(headers);
    const change = (more: { origin?: string; "sec-fetch-site"?: string }) =>
      ask(`${origin()}/api/me`, { method: "PATCH", json: { bio: "changed" }, headers: { cookie, ...more } });
    expect((await change({ origin: origin() })).status).toBe(200);
    expect((await change({ "sec-fetch-site": "same-origin" })).status).toBe(200);
    for (const foreign of [
      {},
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: origin().replace(/:\d+$/, ":1") },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ]) {
      expectProblem(await change(foreign), "forbidden");
    }
    expect((await ask(`${origin()}/api/me`, { headers: { cookie, origin: "https://evil.example" } })).status).toBe(200);
    const alice = await somebody(origin());
    const bearer = await alice.ask("PATCH", "/me", { bio: "app" }, { headers: { origin: "https://evil.example" } });
    expect(bearer.status).toBe(200);
  });

  it("H12 gives tickets for sockets and for nothing else", async () => {
    const { alice, room } = await strangers(origin());
    const before = Date.now();
    const { ticket, expiresAt } = v.parse(TicketAnswer, (await alice.ask("POST", "/auth/ticket")).body);
    expect(expiresAt).toBeGreaterThan(before + 50_000);
    expect(expiresAt).toBeLessThan(Date.now() + 70_000);
    expectProblem(await ask(`${origin()}/api/me`, { token: ticket }), "unauthenticated");
    const first = dialWith(origin(), `/ws/rooms/global?ticket=${ticket}`);
    await first.next("welcome");
    expect(await dialWith(origin(), `/ws/rooms/global?ticket=${ticket}`).closed()).toBe(4401);
    // Each object accepts it once: another room is another object.
    await dialWith(origin(), `/ws/rooms/${room}?ticket=${ticket}`).next("welcome");
  });
});
