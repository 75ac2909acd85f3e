import { createExecutionContext, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { app } from "../../worker/app.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { insertSession, newSession } from "../../worker/db/sessions.ts";
import type { Session } from "../../worker/protocol.ts";
import { Cast, call, connect, direct, evict, ORIGIN, PASSWORD, person, putToSleep } from "./support/cast.ts";

const NEW_PASSWORD = "staple battery horse";

/** The same person on another device. */
async function again(who: Cast, password = PASSWORD, userAgent = "Another/1.0"): Promise<Cast> {
  const { status, body } = await call<{ token: string }>("POST", "/api/auth/login", {
    body: { username: who.username, password, session: "token" },
    headers: { "user-agent": userAgent },
  });
  if (status !== 200) throw new Error(`${who.username} cannot log in: ${JSON.stringify(body)}`);
  return new Cast(who.id, who.username, body.token);
}

const login = (who: Cast, password: string) =>
  call("POST", "/api/auth/login", { body: { username: who.username, password, session: "token" } });
const changePassword = (who: Cast, currentPassword: string, newPassword: string) =>
  who.call("POST", "/api/auth/password", { currentPassword, newPassword });
const sessionsOf = async (who: Cast) =>
  (await who.call<{ sessions: Session[] }>("GET", "/api/auth/sessions")).body.sessions;
const me = async (who: Cast) => (await who.call("GET", "/api/me")).status;

/** Sockets of every kind, one of them in a room that is then put to sleep. */
async function openSockets(who: Cast, other: Cast) {
  const sockets = [await who.join("global"), await who.join(direct(who, other)), await who.openInbox()];
  for (const socket of sockets) await socket.take("welcome");
  return sockets;
}

async function sleep(who: Cast, other: Cast): Promise<void> {
  for (const room of ["global", direct(who, other)]) await evict(room);
  await putToSleep(env.INBOX.getByName(who.id));
}

describe("the sessions of a person", () => {
  it("H16: are listed for that person alone, with the one that asks marked", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const phone = await again(ann, PASSWORD, `Phone/${"x".repeat(400)}`);
    const listed = await sessionsOf(phone);
    expect(listed).toHaveLength(2);
    expect(listed.map(({ current }) => current).sort()).toEqual([false, true]);
    const own = listed.find(({ current }) => current);
    expect(own?.userAgent).toMatch(/^Phone\/x{250}$/);
    for (const { createdAt, lastSeenAt } of listed) expect(lastSeenAt).toBeGreaterThanOrEqual(createdAt);
    expect((await sessionsOf(ann)).find(({ current }) => current)?.id).not.toBe(own?.id);
    const theirs = await sessionsOf(bob);
    expect(theirs).toHaveLength(1);
    expect(listed.map(({ id }) => id)).not.toContain(theirs[0]?.id);
    await env.DB.prepare("update sessions set expires_at = 1 where id = ?").bind(own?.id).run();
    expect(await sessionsOf(ann)).toHaveLength(1);
  });

  it("H16 S31: are ended one by one, with sockets in rooms and an inbox that sleep, and only by their owner", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const phone = await again(ann);
    const [lost, kept] = [await openSockets(phone, bob), await openSockets(ann, bob)];
    const id = (await sessionsOf(phone)).find(({ current }) => current)?.id;
    for (const [who, wrong] of [
      [bob, id],
      [ann, "nothing"],
    ] as const) {
      expect(await who.call("DELETE", `/api/auth/sessions/${wrong}`)).toMatchObject({
        status: 404,
        body: { code: "not_found" },
      });
    }
    expect(await me(phone)).toBe(200);
    await sleep(ann, bob);
    expect((await ann.call("DELETE", `/api/auth/sessions/${id}`)).status).toBe(204);
    for (const socket of lost) expect(await socket.closed()).toBe(4510);
    expect(await me(phone)).toBe(401);
    expect(await (await phone.join("global")).closed()).toBe(4501);
    expect(kept.every(({ isOpen }) => isOpen)).toBe(true);
    expect(await me(ann)).toBe(200);
    expect((await ann.call("DELETE", `/api/auth/sessions/${id}`)).status).toBe(404);
  });

  it("H16: end with the cookie where it is one's own", async () => {
    const ann = await person("ann");
    const [own] = await sessionsOf(ann);
    const { status, headers } = await call("DELETE", `/api/auth/sessions/${own?.id}`, {
      headers: { cookie: `__Host-session=${ann.token}`, origin: ORIGIN },
    });
    expect(status).toBe(204);
    expect(headers.get("set-cookie")).toMatch(/^__Host-session=;.*Max-Age=0/);
    expect(await me(ann)).toBe(401);
  });

  it("H16 S31: are ended all at once but for the one that asks", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const [phone, tablet] = [await again(ann), await again(ann)];
    const lost = [...(await openSockets(phone, bob)), ...(await openSockets(tablet, bob))];
    const kept = await openSockets(ann, bob);
    await sleep(ann, bob);
    expect((await ann.call("DELETE", "/api/auth/sessions")).status).toBe(204);
    for (const socket of lost) expect(await socket.closed()).toBe(4510);
    for (const gone of [phone, tablet]) expect(await me(gone)).toBe(401);
    expect(kept.every(({ isOpen }) => isOpen)).toBe(true);
    expect((await sessionsOf(ann)).map(({ current }) => current)).toEqual([true]);
    expect(await me(bob)).toBe(200);
  });
});

describe("a cookie that is replaced", () => {
  const signIn = (path: "login" | "register", cookie: string, body: object) =>
    call<{ token?: string }>("POST", `/api/auth/${path}`, { body, headers: { cookie, origin: ORIGIN } });
  const cookieOf = ({ token }: { token: string }) => `__Host-session=${token}`;
  const cookieIn = ({ headers }: { headers: Headers }) => headers.get("set-cookie")?.split(";")[0] ?? "";

  it("H67 S31: takes its session with it, whoever signs in or up, and no other one", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const phone = await again(ann);
    const [lost, kept] = [await openSockets(ann, bob), await openSockets(phone, bob)];
    await sleep(ann, bob);
    // Who cannot sign in replaces nothing.
    const wrong = await signIn("login", cookieOf(ann), { username: bob.username, password: "wrong guess" });
    expect(wrong.status).toBe(401);
    expect(await me(ann)).toBe(200);

    const asBob = await signIn("login", cookieOf(ann), { username: bob.username, password: PASSWORD });
    expect(asBob.status).toBe(200);
    for (const socket of lost) expect(await socket.closed()).toBe(4510);
    expect(await me(ann)).toBe(401);
    expect(kept.every(({ isOpen }) => isOpen)).toBe(true);
    expect((await sessionsOf(phone)).map(({ current }) => current)).toEqual([true]);

    const username = `new_${crypto.randomUUID().slice(0, 8)}`;
    expect((await signIn("register", cookieIn(asBob), { username, password: PASSWORD })).status).toBe(201);
    expect((await call("GET", "/api/me", { headers: { cookie: cookieIn(asBob) } })).status).toBe(401);
    expect(await sessionsOf(bob)).toHaveLength(1);
  });

  it("H67: stays where a token was asked for, and is in nobody's way where its session is over or cannot be ended now", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const asBob = { username: bob.username, password: PASSWORD };
    const { body } = await signIn("login", cookieOf(ann), { ...asBob, session: "token" });
    expect(body.token).toMatch(/./);
    expect(await me(ann)).toBe(200);

    const away = { getByName: () => ({ endSessions: () => Promise.reject(new Error("away")) }) };
    const headers = { "content-type": "application/json", cookie: cookieOf(ann), origin: ORIGIN };
    const init = { method: "POST", headers, body: JSON.stringify(asBob) };
    const broken = { ...env, INBOX: away };
    expect((await app.request(`${ORIGIN}/api/auth/login`, init, broken, createExecutionContext())).status).toBe(200);
    expect(await me(ann)).toBe(200);

    await ann.call("POST", "/api/auth/logout");
    for (const cookie of [cookieOf(ann), cookieOf({ token: "garbage" })]) {
      expect((await signIn("login", cookie, asBob)).status).toBe(200);
    }
  });
});

describe("a password", () => {
  it("H13: is changed by who knows it, and that ends all other sessions and no own one", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const thief = await again(ann);
    const ticket = await thief.ticket();
    const [lost, kept] = [await openSockets(thief, bob), await openSockets(ann, bob)];
    await sleep(ann, bob);

    expect(await changePassword(thief, "wrong guess", NEW_PASSWORD)).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    expect(await changePassword(ann, PASSWORD, "short")).toMatchObject({
      status: 400,
      body: { errors: [{ path: "newPassword" }] },
    });
    expect((await login(ann, NEW_PASSWORD)).status).toBe(401);
    expect(await me(thief)).toBe(200);

    expect((await changePassword(ann, PASSWORD, NEW_PASSWORD)).status).toBe(204);
    for (const socket of lost) expect(await socket.closed()).toBe(4510);
    expect(await me(thief)).toBe(401);
    expect(await (await connect("/ws/rooms/global", {}, { ticket })).closed()).toBe(4501);
    expect(kept.every(({ isOpen }) => isOpen)).toBe(true);
    expect(await me(ann)).toBe(200);
    expect((await login(ann, PASSWORD)).status).toBe(401);
    expect((await login(ann, NEW_PASSWORD)).status).toBe(200);
    expect(await me(bob)).toBe(200);
  });

  it("G16 H13: fits in either normal form", async () => {
    const ann = await person("ann");
    expect((await changePassword(ann, PASSWORD, "gru\u0308n und blau")).status).toBe(204);
    expect((await changePassword(ann, "gr\u00fcn und blau", NEW_PASSWORD)).status).toBe(204);
    expect((await login(ann, NEW_PASSWORD)).status).toBe(200);
  });

  it("H13: that was changed meanwhile lets nobody in who proved the old one", async () => {
    const ann = await person("ann");
    const db = openDatabase(env.DB);
    const hash = async () =>
      (
        await env.DB.prepare("select password_hash as hash from users where id = ?")
          .bind(ann.id)
          .first<{ hash: string }>()
      )?.hash ?? "";
    const old = await hash();
    const start = (id: string, passwordHash: string) =>
      insertSession(db, newSession(id, ann.id, "", Date.now()), passwordHash);
    expect(await start("early", old)).toBe(true);
    await changePassword(ann, PASSWORD, NEW_PASSWORD);
    expect(await start("late", old)).toBe(false);
    expect(await start("new", await hash())).toBe(true);
    expect((await sessionsOf(ann)).map(({ id }) => id)).not.toContain("late");
  });

  it("H7 H13: may be tried so often in a minute, and that keeps the owner from nothing else", async () => {
    const ann = await person("ann");
    const attempt = (currentPassword: string) =>
      app.request(
        `${ORIGIN}/api/auth/password`,
        {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${ann.token}` },
          body: JSON.stringify({ currentPassword, newPassword: NEW_PASSWORD }),
        },
        { ...env, AUTH_PER_MINUTE: 3 },
        createExecutionContext(),
      );
    const answers = await Promise.all(Array.from({ length: 6 }, () => attempt("wrong guess")));
    expect(answers.map(({ status }) => status).sort()).toEqual([403, 403, 403, 429, 429, 429]);
    const refused = await attempt(PASSWORD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await me(ann)).toBe(200);
    expect((await login(ann, PASSWORD)).status).toBe(200);
  });
});

describe("ending sessions", () => {
  afterEach(() => env.DB.exec("drop trigger if exists keep_sessions"));

  it("S31: is finished though the record was away and the inbox was put to sleep in the middle", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const phone = await again(ann);
    const lost = await openSockets(phone, bob);
    await env.DB.exec("create trigger keep_sessions before delete on sessions begin select raise(abort, 'away'); end");
    expect((await phone.call("POST", "/api/auth/logout")).status).toBe(503);
    for (const socket of lost) expect(await socket.closed()).toBe(4510);
    expect(await me(phone)).toBe(200);
    // Not to be let in again meanwhile, and not forgotten over a sleep.
    await putToSleep(env.INBOX.getByName(ann.id));
    expect(await (await phone.join("global")).closed()).toBe(4510);
    await env.DB.exec("drop trigger keep_sessions");
    await runDurableObjectAlarm(env.INBOX.getByName(ann.id));
    expect(await me(phone)).toBe(401);
    expect(await me(ann)).toBe(200);
  });
});
