import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { hashOf } from "../../worker/auth/operator.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { insertReset } from "../../worker/db/password-resets.ts";
import type { AdminHealth, AuditEntry, SignUpInvite } from "../../worker/protocol.ts";
import { type Cast, call, evict, PASSWORD, person } from "./support/cast.ts";

async function staff(role: "moderator" | "admin" | "owner"): Promise<Cast> {
  const who = await person(role);
  await env.DB.prepare("update users set role = ? where id = ?").bind(role, who.id).run();
  return who;
}
const acts = async (by: Cast, query: string) =>
  (await by.call<{ entries: AuditEntry[] }>("GET", `/api/moderation/audit?${query}`)).body.entries;
const setRole = (by: Cast, whom: Cast, role: string) => by.call("PUT", `/api/admin/people/${whom.id}/role`, { role });
let count = 0;
const register = (invite?: string) =>
  call("POST", "/api/auth/register", {
    body: { username: `newcomer_${++count}`, password: PASSWORD, session: "token", ...(invite ? { invite } : {}) },
  });

/** What the command line does: it can write into the record. */
async function operator(expiresAt = Date.now() + 60_000): Promise<Record<string, string>> {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const key = `operator.${btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace("=", "")}`;
  await env.DB.prepare("insert into operator_keys (key_hash, expires_at) values (?, ?)")
    .bind(await hashOf(key), expiresAt)
    .run();
  return { authorization: `Bearer ${key}` };
}

describe("H59 a role", () => {
  it("S37 is told to its person when it changes, and to nobody when something else does", async () => {
    const [owner, mod, bob] = [await staff("owner"), await staff("moderator"), await person("bob")];
    const inbox = await mod.openInbox();
    await inbox.take("welcome");
    const others = await bob.openInbox();
    await others.take("welcome");
    // Whom somebody blocks is not told of it in any way.
    expect((await bob.call("PUT", `/api/blocks/${mod.id}`)).status).toBe(204);
    expect((await setRole(owner, mod, "moderator")).status).toBe(204);
    expect((await setRole(owner, mod, "admin")).status).toBe(204);
    expect(await inbox.take("role")).toEqual({ type: "role", role: "admin" });
    expect((await setRole(owner, mod, "member")).status).toBe(204);
    expect(await inbox.take("role")).toEqual({ type: "role", role: "member" });
    expect(others.all("role")).toEqual([]);
  });

  it("is given by those above it, and counts at once, in sockets that are open too", async () => {
    const [owner, admin, mod, bob] = [
      await staff("owner"),
      await staff("admin"),
      await staff("moderator"),
      await person("bob"),
    ];
    const { seq } = await bob.say("global", "hello");
    const open = await mod.join("global");
    await open.take("welcome");
    expect((await setRole(admin, mod, "admin")).body).toMatchObject({ code: "forbidden" });
    expect((await setRole(admin, owner, "member")).body).toMatchObject({ code: "forbidden" });
    expect((await setRole(admin, admin, "member")).body).toMatchObject({ code: "forbidden" });
    expect((await setRole(owner, bob, "owner")).body).toMatchObject({ code: "forbidden" });
    expect((await setRole(admin, mod, "member")).status).toBe(204);
    await evict("global");
    open.send({ type: "delete", seq });
    expect(await open.next("error")).toMatchObject({ code: "forbidden" });
    expect((await mod.call("GET", "/api/moderation/reports")).status).toBe(404);
    expect((await setRole(owner, mod, "admin")).status).toBe(204);
    open.send({ type: "delete", seq });
    expect(await open.changed(seq)).toMatchObject({ body: "" });
    expect((await mod.call("GET", "/api/admin/settings")).status).toBe(200);
    expect((await acts(owner, `userId=${mod.id}&action=role_changed`)).map(({ detail }) => detail)).toEqual([
      { from: "member", to: "admin" },
      { from: "moderator", to: "member" },
    ]);
  });
});

describe("H60 a community", () => {
  it("has a name, which anybody may know, and says who signs up", async () => {
    const admin = await staff("admin");
    const known = async () => (await call("GET", "/api/community")).body;
    expect(await known()).toEqual({ community: { name: "Confab", signUp: "open" } });
    expect((await admin.call("PATCH", "/api/admin/settings", { name: "" })).status).toBe(400);
    for (let again = 0; again < 2; again++) {
      const changed = await admin.call("PATCH", "/api/admin/settings", { name: " Island folk ", signUp: "invite" });
      expect(changed.body).toMatchObject({
        community: { name: "Island folk", signUp: "invite" },
        limits: { SEND_BURST: expect.any(Number) },
      });
    }
    expect(await known()).toEqual({ community: { name: "Island folk", signUp: "invite" } });
    // Said twice, it changed once.
    expect(await acts(admin, "action=settings_changed")).toHaveLength(1);

    expect((await register()).body).toMatchObject({ code: "forbidden" });
    expect((await register("nothing")).body).toMatchObject({ code: "forbidden" });
    const made = await admin.call<{ invite: SignUpInvite }>("POST", "/api/admin/invites", { uses: 2 });
    const { code } = made.body.invite;
    expect((await register(code)).status).toBe(201);
    // A name that is taken uses nothing up.
    count--;
    expect((await register(code)).body).toMatchObject({ code: "conflict" });
    expect((await register(code)).status).toBe(201);
    expect((await register(code)).body).toMatchObject({ code: "forbidden" });
    // Of two at once the one use lets in one; and of two who want one name, the other's use is left.
    const inviteFor = async (uses: number) =>
      (await admin.call<{ invite: SignUpInvite }>("POST", "/api/admin/invites", { uses })).body.invite.code;
    const once = await inviteFor(1);
    const both = await Promise.all([register(once), register(once)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 403]);
    const twice = await inviteFor(2);
    const first = register(twice);
    count--;
    const namesakes = await Promise.all([first, register(twice)]);
    expect(namesakes.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await register(twice)).status).toBe(201);
    const old = await admin.call<{ invite: SignUpInvite }>("POST", "/api/admin/invites", { expiresInMs: 60_000 });
    await env.DB.prepare("update sign_up_invites set expires_at = 1 where code = ?").bind(old.body.invite.code).run();
    expect((await register(old.body.invite.code)).status).toBe(403);
    const open = await admin.call<{ invite: SignUpInvite }>("POST", "/api/admin/invites", {});
    const listed = await admin.call<{ invites: SignUpInvite[] }>("GET", "/api/admin/invites");
    expect(listed.body.invites).toEqual([open.body.invite]);
    for (let again = 0; again < 2; again++) {
      expect((await admin.call("DELETE", `/api/admin/invites/${open.body.invite.code}`)).status).toBe(204);
    }
    expect((await register(open.body.invite.code)).status).toBe(403);
    expect(await acts(admin, "action=invite_revoked")).toHaveLength(1);
    expect(JSON.stringify(await acts(admin, "action=invite_made"))).not.toContain(code);
    await admin.call("PATCH", "/api/admin/settings", { signUp: "open" });
  });
});

describe("H61 a link to another password", () => {
  it("works once, for a day, and ends every session; the log never holds it", async () => {
    const [admin, bob] = [await staff("admin"), await person("bob")];
    const link = async () =>
      (await admin.call<{ token: string; expiresAt: number }>("POST", `/api/admin/people/${bob.id}/reset-link`)).body;
    const reset = (token: string, newPassword = "staple battery horse") =>
      call("POST", "/api/auth/reset", { body: { token, newPassword } });
    const [replaced, { token, expiresAt }] = [await link(), await link()];
    expect(expiresAt - Date.now()).toBeGreaterThan(23 * 3_600_000);
    const inbox = await bob.openInbox();
    await inbox.take("welcome");
    for (const wrong of [replaced.token, `${token}x`, `${admin.id}.${token.split(".")[1]}`, ""]) {
      expect((await reset(wrong)).body).toMatchObject({ code: "forbidden" });
    }
    expect((await reset(token, "short")).status).toBe(400);
    expect((await bob.call("GET", "/api/me")).status).toBe(200);
    expect((await reset(token)).status).toBe(204);
    expect(await inbox.closed()).toBe(4510);
    expect((await reset(token)).status).toBe(403);
    const login = (password: string) => call("POST", "/api/auth/login", { body: { username: bob.username, password } });
    expect((await login(PASSWORD)).status).toBe(401);
    expect((await login("staple battery horse")).status).toBe(200);
    const late = await link();
    await env.DB.prepare("update password_resets set expires_at = 1 where user_id = ?").bind(bob.id).run();
    expect((await reset(late.token)).status).toBe(403);
    const found = await acts(admin, `userId=${bob.id}`);
    expect(found.map(({ action }) => action)).toEqual([
      "reset_link_made",
      "logged_in",
      "password_reset",
      "reset_link_made",
      "reset_link_made",
      "signed_up",
    ]);
    expect(JSON.stringify(found)).not.toContain(token.split(".")[1]);
    const { results } = await env.DB.prepare("select * from password_resets").all();
    expect(JSON.stringify(results)).not.toContain(late.token.split(".")[1]);
  });
});

describe("H61 whoever made a link to another password", () => {
  it("has made it in vain when they are banned, are above nobody any more, or are gone", async () => {
    const [owner, bob] = [await staff("owner"), await person("bob")];
    const linkBy = async (admin: Cast) =>
      (await admin.call<{ token: string }>("POST", `/api/admin/people/${bob.id}/reset-link`)).body.token;
    const reset = async (token: string) =>
      (await call("POST", "/api/auth/reset", { body: { token, newPassword: "staple battery horse" } })).status;
    for (const end of [
      (admin: Cast) => setRole(owner, admin, "moderator"),
      (admin: Cast) => owner.call("PUT", `/api/moderation/people/${admin.id}/ban`, {}),
      (admin: Cast) => admin.call("DELETE", "/api/me", { password: PASSWORD }),
    ]) {
      const admin = await staff("admin");
      const token = await linkBy(admin);
      expect((await end(admin)).status).toBe(204);
      expect(await reset(token)).toBe(403);
    }
    expect(await reset(await linkBy(await staff("admin")))).toBe(204);
  });

  it("has made none where the other one was given a role meanwhile", async () => {
    const [admin, bob] = [await staff("admin"), await person("bob")];
    const link = { userId: bob.id, role: "moderator", tokenHash: "x", expiresAt: Date.now() + 1_000 } as const;
    const by = { actorId: admin.id, at: Date.now(), role: "admin" } as const;
    expect(await insertReset(openDatabase(env.DB), by, link)).toBe(false);
    expect(await insertReset(openDatabase(env.DB), by, { ...link, role: "member" })).toBe(true);
    expect(await acts(admin, `userId=${bob.id}&action=reset_link_made`)).toHaveLength(1);
  });

  it("has made none where they were banned or given another role meanwhile, whichever came first", async () => {
    const [owner, bob] = [await staff("owner"), await person("bob")];
    const link = { userId: bob.id, role: "member", tokenHash: "x", expiresAt: Date.now() + 1_000 } as const;
    const isMade = ({ id: actorId }: Cast) =>
      insertReset(openDatabase(env.DB), { actorId, at: Date.now(), role: "admin" }, link);
    const [banned, lowered] = [await staff("admin"), await staff("admin")];
    expect(await isMade(banned)).toBe(true);
    expect((await owner.call("PUT", `/api/moderation/people/${banned.id}/ban`, {})).status).toBe(204);
    expect((await setRole(owner, lowered, "moderator")).status).toBe(204);
    expect([await isMade(banned), await isMade(lowered)]).toEqual([false, false]);
    expect(await env.DB.prepare("select * from password_resets where user_id = ?").bind(bob.id).first()).toBe(null);
  });
});

describe("H62 the operator", () => {
  it("shows by a key in the record who they are, for as long as it is good, and is above everybody", async () => {
    const [owner, admin] = [await staff("owner"), await staff("admin")];
    const headers = await operator();
    const answer = await call("GET", "/api/admin/health", { headers });
    expect(answer.status).toBe(200);
    for (const bad of [await operator(Date.now() - 1), { authorization: `Bearer operator.${"a".repeat(43)}` }]) {
      expect((await call("GET", "/api/admin/health", { headers: bad })).status).toBe(401);
    }
    // It opens nothing else.
    for (const path of ["/api/me", "/api/rooms"]) expect((await call("GET", path, { headers })).status).toBe(401);
    const banned = await call("PUT", `/api/moderation/people/${owner.id}/ban`, { headers, body: {} });
    expect(banned.status).toBe(204);
    expect((await owner.call("GET", "/api/me")).status).toBe(401);
    expect(await acts(admin, `userId=${owner.id}&action=ban`)).toMatchObject([{ actorId: null }]);
  });
});

describe("H63 health", () => {
  it("says how the rooms that spoke last are doing, and what the record has no word of", async () => {
    const [admin, bob] = [await staff("admin"), await person("bob")];
    await bob.say("global", "hello");
    const socket = await bob.join("global");
    await socket.take("welcome");
    const health = async () => (await admin.call<AdminHealth>("GET", "/api/admin/health")).body;
    const room = async () => (await health()).latest.find(({ id }) => id === "global");
    await expect.poll(async () => (await room())?.pending).toBe(0);
    expect(await room()).toMatchObject({ sockets: expect.any(Number), setAside: 0 });
    expect(await health()).toMatchObject({ people: expect.any(Number), messages: expect.any(Number), openReports: 0 });
    await env.DB.exec("alter table messages rename to messages_away");
    try {
      socket.say("on its way");
      await expect.poll(async () => (await room())?.fault, { timeout: 5_000 }).toMatchObject({ event: "record" });
      expect(await room()).toMatchObject({ pending: 1, oldestAt: expect.any(Number) });
    } finally {
      await env.DB.exec("alter table messages_away rename to messages");
    }
  });
});

describe("H58 security events", () => {
  it("are in the log, one of each: signing up, in, sessions ended, another password, an account deleted", async () => {
    const admin = await staff("admin");
    const username = "watched";
    const made = await call("POST", "/api/auth/register", { body: { username, password: PASSWORD, session: "token" } });
    const { user, token } = made.body as { user: { id: string }; token: string };
    const headers = { authorization: `Bearer ${token}` };
    await call("POST", "/api/auth/login", { body: { username, password: PASSWORD } });
    await call("POST", "/api/auth/login", { body: { username, password: "wrong horse" } });
    await call("DELETE", "/api/auth/sessions", { headers });
    const newPassword = "staple battery horse";
    await call("POST", "/api/auth/password", { headers, body: { currentPassword: PASSWORD, newPassword } });
    await call("DELETE", "/api/me", { headers, body: { password: newPassword } });
    const found = await acts(admin, `userId=${user.id}`);
    expect(found.map(({ action }) => action)).toEqual([
      "account_deleted",
      "password_changed",
      "sessions_ended",
      "logged_in",
      "signed_up",
    ]);
    const text = JSON.stringify(found);
    for (const secret of [PASSWORD, newPassword, "wrong horse", token]) expect(text).not.toContain(secret);
    // To a moderator they are nothing.
    const mod = await staff("moderator");
    expect(await acts(mod, `userId=${user.id}`)).toEqual([]);
  });
});
