import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { AuditEntry, Invite, PersonRecord, Report } from "../../worker/protocol.ts";
import {
  type Cast,
  call,
  connect,
  direct,
  evict,
  group,
  newClientId,
  ORIGIN,
  PASSWORD,
  person,
} from "./support/cast.ts";
import { bearer } from "./support/doors.ts";

async function staff(role: "moderator" | "admin" | "owner", name = role): Promise<Cast> {
  const who = await person(name);
  await env.DB.prepare("update users set role = ? where id = ?").bind(role, who.id).run();
  return who;
}
const at = (path: string, who?: Cast) => `/api/moderation${path.replace(":id", who?.id ?? "")}`;
const ban = (by: Cast, whom: Cast, input: Record<string, unknown> = {}) =>
  by.call("PUT", at("/people/:id/ban", whom), input);
const login = ({ username }: Cast, password = PASSWORD) =>
  call("POST", "/api/auth/login", { body: { username, password, session: "token" } });
const send = (who: Cast, room: string, body = "hey") =>
  who.call("POST", `/api/rooms/${room}/messages`, { id: newClientId(), body });
async function log(by: Cast, about: Cast): Promise<AuditEntry[]> {
  return (await by.call<{ entries: AuditEntry[] }>("GET", `/api/moderation/audit?userId=${about.id}`)).body.entries;
}
async function inviteTo(who: Cast, club: string): Promise<Invite> {
  return (await who.call<{ invite: Invite }>("POST", `/api/rooms/${club}/invites`, {})).body.invite;
}
async function record(by: Cast, of: Cast): Promise<PersonRecord> {
  return (await by.call<{ person: PersonRecord }>("GET", at("/people/:id", of))).body.person;
}

describe("R31 a ban", () => {
  it("closes every socket with 4503 and ends every session at once, and lets nobody in until it is lifted", async () => {
    const [mod, rae, bob] = [await staff("moderator"), await person("rae"), await person("bob")];
    const room = await group(bob, [rae]);
    const sockets = [await rae.join("global"), await rae.join(room), await rae.openInbox()];
    for (const socket of sockets) await socket.take("welcome");
    const ticket = await rae.ticket();
    const watching = await bob.join(room);
    await evict(room);
    expect((await ban(mod, rae, { reason: "noise" })).status).toBe(204);
    // S34
    for (const socket of sockets) expect(await socket.closed()).toBe(4503);
    expect((await rae.call("GET", "/api/me")).body).toMatchObject({ code: "unauthenticated" });
    expect(await (await rae.join(room)).closed()).toBe(4503);
    expect(await (await connect("/ws/inbox", bearer(rae.token))).closed()).toBe(4503);
    expect(await (await connect(`/ws/rooms/${room}`, {}, { ticket })).closed()).toBe(4503);
    // Said to who knows the password; to anybody else it looks as it always does.
    expect((await login(rae)).body).toMatchObject({ code: "forbidden" });
    expect((await login(rae, "wrong horse battery")).body).toMatchObject({ code: "unauthenticated" });
    const found = await bob.call("GET", `/api/users?q=${rae.username}`);
    expect(found.body).toEqual({ users: [] });
    expect(await record(mod, rae)).toMatchObject({ bannedAt: expect.any(Number) });
    expect(watching.isOpen).toBe(true);

    expect((await ban(mod, rae)).status).toBe(204);
    expect((await mod.call("DELETE", at("/people/:id/ban", rae))).status).toBe(204);
    expect((await rae.call("GET", "/api/me")).status).toBe(401);
    const { token } = (await login(rae)).body;
    // By whatever door they come first.
    const body = { id: newClientId(), body: "back again" };
    const headers = bearer(String(token));
    expect((await call("POST", `/api/rooms/${room}/messages`, { headers, body })).status).toBe(201);
    await (await connect(`/ws/rooms/${room}`, bearer(String(token)))).take("welcome");
    // H58: what changed nothing is no act.
    const acts = await log(mod, rae);
    expect(acts.map(({ action }) => action)).toEqual(["unban", "ban"]);
    expect(acts[1]).toMatchObject({ actorId: mod.id, userId: rae.id, detail: { reason: "noise", purge: false } });
    expect(
      (await mod.call<{ people: PersonRecord[] }>("GET", at(`/people?username=${rae.username}`))).body.people,
    ).toHaveLength(1);
  });

  it("refuses what they sent before and a room was still looking at", async () => {
    const [mod, rae, bob] = [await staff("moderator"), await person("rae"), await person("bob")];
    const room = direct(rae, bob);
    await send(rae, room);
    expect((await ban(mod, rae)).status).toBe(204);
    const user = { id: rae.id, username: rae.username, displayName: rae.username };
    const late = () =>
      env.ROOM.getByName(room).post(
        { user, mayModerate: false },
        { apartFrom: [], timeoutUntil: 0 },
        { id: newClientId(), body: "late" },
      );
    expect(await late()).toMatchObject({ ok: false, code: "forbidden" });
    expect((await mod.call("DELETE", at("/people/:id/ban", rae))).status).toBe(204);
    const { token } = (await login(rae)).body;
    await (await connect(`/ws/rooms/${room}`, bearer(String(token)))).take("welcome");
    expect(await late()).toMatchObject({ value: { isNew: true } });
  });

  it("with a purge takes out everywhere what they wrote: live, in history, in search and in lists", async () => {
    const [mod, rae, bob] = [await staff("moderator"), await person("rae"), await person("bob")];
    const rooms = ["global", direct(rae, bob), await group(bob, [rae])];
    const watching = await Promise.all(rooms.map((room) => bob.join(room)));
    for (const room of rooms) {
      await send(bob, room, "an island");
      const raiding = await rae.join(room);
      for (let n = 0; n < 15; n++) raiding.say(`raid ${n} floods`);
      await raiding.bodies(15);
      await send(bob, room, "another island");
      await send(rae, room, "raid at the end");
    }
    const searched = async (q: string) => (await bob.search({ q, from: rae.id })).hits.length;
    await expect.poll(() => searched("raid")).toBe(48);
    for (const room of rooms) await evict(room);

    await ban(mod, rae, { purge: "all" });
    await runDurableObjectAlarm(env.INBOX.getByName(rae.id));
    await expect.poll(async () => (await record(mod, rae)).isBeingPurged).toBeUndefined();
    for (const [n, room] of rooms.entries()) {
      const { messages } = await bob.history(room);
      const theirs = messages.filter(({ from }) => from.id === rae.id);
      expect(theirs.length).toBe(16);
      for (const message of theirs) expect(message).toMatchObject({ body: "", deletedAt: expect.any(Number) });
      expect(messages.filter(({ body }) => body.includes("island"))).toHaveLength(2);
      // Who had the room open saw each of them go.
      const socket = watching[n];
      const last = messages.at(-1)?.seq ?? 0;
      for (let seen = await socket?.changed(last); seen?.deletedAt === undefined; seen = await socket?.changed(last));
      const shown = async () => (await bob.rooms()).find(({ id }) => id === room)?.lastMessage?.body;
      await expect.poll(shown).toBe("");
    }
    await expect.poll(() => searched("raid")).toBe(0);
    const { results } = await env.DB.prepare("select body from messages where author_id = ?").bind(rae.id).all();
    expect(new Set(results.map(({ body }) => body))).toEqual(new Set([""]));
    expect((await log(mod, rae)).filter(({ action }) => action === "ban")).toHaveLength(1);
    // Once more, of somebody who is banned: what is new of it is in the log.
    await ban(mod, rae, { purge: "all" });
    expect((await log(mod, rae)).map(({ action }) => action)).toEqual(["purge", "ban"]);
  });

  it("a purge that is interrupted goes on, and one of the last day leaves alone what is older", async () => {
    const [mod, rae, bob] = [await staff("moderator"), await person("rae"), await person("bob")];
    const room = direct(rae, bob);
    for (const body of ["long ago", "yesterday", "today"]) await send(rae, room, body);
    await expect.poll(async () => (await bob.search({ q: "today", room })).hits.length).toBe(1);
    // A message of three days ago, in the record and in the room's own log.
    const at3 = Date.now() - 3 * 24 * 60 * 60 * 1000;
    await env.DB.prepare("update messages set at = ? where room_id = ? and seq = 1").bind(at3, room).run();
    await runInDurableObject(env.ROOM.getByName(room), (_, { storage }) => {
      storage.sql.exec("update messages set at = ? where seq = 1", at3);
    });
    await env.DB.exec("alter table messages rename to messages_away");
    try {
      await mod.call("POST", at("/people/:id/purge", rae), { purge: "day", reason: "spam" });
      await runDurableObjectAlarm(env.INBOX.getByName(rae.id));
      expect(await record(mod, rae)).toMatchObject({ isBeingPurged: true });
    } finally {
      await env.DB.exec("alter table messages_away rename to messages");
    }
    await evict(room);
    // Later.
    await runInDurableObject(env.INBOX.getByName(rae.id), (_, { storage }) => {
      storage.kv.put("purge", { ...Object(storage.kv.get("purge")), at: 0 });
    });
    await runDurableObjectAlarm(env.INBOX.getByName(rae.id));
    expect((await bob.history(room)).messages.map(({ body }) => body)).toEqual(["long ago", "", ""]);
    expect(await record(mod, rae)).not.toHaveProperty("isBeingPurged");
    expect((await rae.call("GET", "/api/me")).status).toBe(200);
    expect((await log(mod, rae)).map(({ action }) => action)).toEqual(["purge"]);
  });
});

describe("a request that comes slowly", () => {
  it("is as old as its end: who was banned or given a timeout while it came writes nothing", async () => {
    const [mod, rae, bob] = [await staff("moderator"), await person("rae"), await person("bob")];
    const room = direct(rae, bob);
    const [atRae, atBob] = [await slowly(rae, room, "from rae"), await slowly(bob, room, "from bob")];
    await ban(mod, rae);
    await mod.call("PUT", at("/people/:id/timeout", bob), { forMs: 3_600_000 });
    expect(await atRae()).toBe(401);
    expect(await atBob()).toBe(403);
    expect((await bob.history(room)).messages).toEqual([]);
  });
});

/** Begins to send a message; what it returns sends the rest and gives the status of the answer. */
async function slowly({ token }: Cast, room: string, body: string): Promise<() => Promise<number>> {
  const { readable, writable } = new IdentityTransformStream();
  const headers = { ...bearer(token), "content-type": "application/json" };
  const url = `${ORIGIN}/api/rooms/${room}/messages`;
  const answer = exports.default.fetch(new Request(url, { method: "POST", headers, body: readable }));
  const writer = writable.getWriter();
  const [first, rest] = ["{", `"id":"${newClientId()}","body":"${body}"}`].map((text) =>
    new TextEncoder().encode(text),
  );
  await writer.write(first);
  return async () => {
    await writer.write(rest);
    await writer.close();
    return (await answer).status;
  };
}

describe("R29 a timeout", () => {
  it("lets somebody read and take back, and write nothing anywhere, until it is over", async () => {
    const [mod, rae, bob] = [await staff("moderator"), await person("rae"), await person("bob")];
    const room = direct(rae, bob);
    await send(rae, room, "first");
    const socket = await rae.join(room);
    const watching = await bob.join(room);
    const path = at("/people/:id/timeout", rae);
    expect((await mod.call("PUT", path, { forMs: 59_999 })).body).toMatchObject({ code: "bad_request" });
    const club = await group(rae, [bob]);
    await bob.say(club, "theirs");
    expect((await rae.react(club, 1, "🎉")).status).toBeLessThan(300);
    const invite = await inviteTo(rae, club);
    const other = await inviteTo(bob, await group(bob, [mod]));
    expect((await mod.call("PUT", path, { forMs: 3_600_000, reason: "calm" })).status).toBe(204);
    // Nor in any other way that others see.
    for (const [method, where, body] of [
      ["POST", "/api/rooms", { kind: "group", name: "Loud", memberIds: [bob.id] }],
      ["PATCH", `/api/rooms/${club}`, { name: "Louder" }],
      ["PATCH", `/api/rooms/${club}`, { locked: true }],
      ["DELETE", `/api/rooms/${club}`, undefined],
      ["PUT", `/api/rooms/${club}/members/${mod.id}`, {}],
      ["DELETE", `/api/rooms/${club}/members/${bob.id}`, undefined],
      ["POST", `/api/rooms/${club}/invites`, {}],
      ["DELETE", `/api/rooms/${club}/invites/${invite.code}`, undefined],
      ["POST", `/api/invites/${other.code}`, undefined],
      ["DELETE", `/api/rooms/${club}/messages/1`, undefined],
      ["PUT", `/api/rooms/${club}/messages/1/reactions/${encodeURIComponent("👍")}`, undefined],
      ["DELETE", `/api/rooms/${club}/messages/1/reactions/${encodeURIComponent("🎉")}`, undefined],
      ["PUT", `/api/rooms/${club}/messages/1/pin`, undefined],
      ["PATCH", "/api/me", { displayName: "LOUD" }],
    ] as const) {
      expect((await rae.call(method, where, body)).body, `${method} ${where}`).toMatchObject({ code: "forbidden" });
    }
    expect((await rae.call("PATCH", "/api/me", { settings: { theme: "dark" } })).status).toBe(200);
    expect((await rae.history(club)).messages).toMatchObject([{ body: "theirs", reactions: { "🎉": [rae.id] } }]);
    const timedOut = await mod.call<{ people: { id: string }[] }>("GET", at("/people?only=timed_out&q=rae"));
    expect(timedOut.body.people.map(({ id }) => id)).toContain(rae.id);
    await evict(room);
    socket.say("over a socket");
    const refusal = await socket.next("error");
    expect(refusal).toMatchObject({ code: "forbidden" });
    expect(refusal.retryAfterMs).toBeGreaterThan(3_500_000);
    const answer = await send(rae, "global");
    expect(answer.body).toMatchObject({ code: "forbidden" });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(3_500);
    expect((await rae.edit(room, 1, "changed")).status).toBe(403);
    socket.send({ type: "typing" });
    expect((await rae.remove(room, 1)).status).toBe(204);
    await watching.changed(1);
    expect(watching.all("typing")).toEqual([]);
    expect(await record(mod, rae)).toMatchObject({ timeoutUntil: expect.any(Number) });

    await mod.call("DELETE", path);
    socket.say("over a socket");
    expect(await watching.changed(2)).toMatchObject({ body: "over a socket" });
    expect((await log(mod, rae)).map(({ action }) => action)).toEqual(["timeout_lifted", "timeout"]);
  });
});

describe("R29 a moderator with a timeout", () => {
  it("looks on, and does nothing to others", async () => {
    const [admin, mod, bob] = [await staff("admin"), await staff("moderator"), await person("bob")];
    const path = at("/people/:id/timeout", bob);
    expect((await mod.call("PUT", path, { forMs: 60_000 })).status).toBe(204);
    await admin.call("PUT", at("/people/:id/timeout", mod), { forMs: 3_600_000 });
    for (const [method, where, body] of [
      ["DELETE", path, undefined],
      ["PUT", at("/people/:id/ban", bob), {}],
      ["PATCH", "/api/moderation/rooms/global", { locked: true }],
    ] as const) {
      expect((await mod.call(method, where, body)).body, `${method} ${where}`).toMatchObject({ code: "forbidden" });
    }
    expect(await record(mod, bob)).toMatchObject({ timeoutUntil: expect.any(Number) });
  });
});

describe("R30 a room", () => {
  it("in slow mode takes a message of each person in so many seconds, but of its moderators any", async () => {
    const [ann, bob, eve] = [await person("ann"), await person("bob"), await person("eve")];
    const room = await group(ann, [bob, eve]);
    const patched = await ann.call("PATCH", `/api/rooms/${room}`, { slowMode: 600 });
    expect(patched.body).toMatchObject({ room: { slowMode: 600 } });
    expect((await bob.call("PATCH", `/api/rooms/${room}`, { slowMode: 0 })).status).toBe(403);
    expect((await send(bob, room)).status).toBe(201);
    await evict(room);
    const refused = await send(bob, room);
    expect(refused.body).toMatchObject({ code: "rate_limited" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(590);
    for (const who of [eve, ann, ann]) expect((await send(who, room)).status).toBe(201);
    expect((await bob.rooms()).find(({ id }) => id === room)).toMatchObject({ slowMode: 600 });
    await ann.call("PATCH", `/api/rooms/${room}`, { slowMode: 0, name: "Quick" });
    expect((await send(bob, room)).status).toBe(201);
    const now = (await bob.rooms()).find(({ id }) => id === room);
    expect(now).toMatchObject({ name: "Quick" });
    expect(now).not.toHaveProperty("slowMode");
  });

  it("that is locked is written in by moderators alone, and everybody who has it open is told", async () => {
    const [mod, ann, bob] = [await staff("moderator"), await person("ann"), await person("bob")];
    const room = await group(ann, [bob]);
    const inbox = await bob.openInbox();
    await inbox.take("welcome");
    // H57: from outside, too.
    expect((await mod.call("PATCH", at(`/rooms/${room}`), { locked: true })).status).toBe(204);
    expect(await inbox.take("room")).toMatchObject({ room: { id: room, locked: true } });
    expect((await (await bob.join(room)).next("welcome")).room).toMatchObject({ locked: true });
    expect((await send(bob, room)).body).toMatchObject({ code: "forbidden" });
    expect((await send(ann, room)).status).toBe(201);
    await ann.call("PATCH", `/api/rooms/${room}`, { locked: false });
    expect((await send(bob, room)).status).toBe(201);

    expect((await bob.call("PATCH", "/api/rooms/global", { locked: true })).status).toBe(403);
    expect((await mod.call("PATCH", "/api/rooms/global", { locked: true })).body).toMatchObject({
      room: { locked: true },
    });
    expect((await send(bob, "global")).status).toBe(403);
    expect((await send(mod, "global")).status).toBe(201);
    await mod.call("PATCH", "/api/rooms/global", { locked: false });
    expect((await mod.call("PATCH", at(`/rooms/${direct(ann, bob)}`), { locked: true })).status).toBe(404);
    expect((await ann.call("PATCH", `/api/rooms/${direct(ann, bob)}`, { locked: true })).status).toBe(403);
    const { body } = await mod.call<{ entries: AuditEntry[] }>("GET", at("/audit?action=room_restricted"));
    const acts = body.entries.filter(({ roomId }) => roomId === room).map(({ actorId, detail }) => [actorId, detail]);
    expect(acts).toEqual([
      [ann.id, { slowMode: 0, locked: false, slowModeBefore: 0, lockedBefore: true }],
      [mod.id, { slowMode: 0, locked: true, slowModeBefore: 0, lockedBefore: false }],
    ]);
  });
});

describe("H53 H56 a report", () => {
  it("is nobody's to judge about themself, or about somebody of their rank or above", async () => {
    const [mod, admin, bob] = [await staff("moderator"), await staff("admin"), await person("bob")];
    await bob.call("POST", "/api/reports", { userId: mod.id, reason: "too strict" });
    const { body } = await admin.call<{ reports: Report[] }>("GET", at("/reports"));
    const report = body.reports.find(({ about }) => about.id === mod.id);
    const close = (by: Cast) => by.call("POST", at(`/reports/${report?.id}`), { outcome: "dismissed" });
    expect((await close(mod)).body).toMatchObject({ code: "forbidden" });
    expect((await close(admin)).status).toBe(204);
  });

  it("are all listed, page by page, though some were filed in the same millisecond", async () => {
    const [mod, rae] = [await staff("moderator"), await person("rae")];
    const reporters = await Promise.all(["ann", "bob", "eve"].map((name) => person(name)));
    for (const who of reporters) await who.call("POST", "/api/reports", { userId: rae.id, reason: "a pest" });
    await env.DB.prepare("update reports set at = ? where user_id = ?").bind(Date.now(), rae.id).run();
    const listed: string[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await mod.call<{ reports: Report[]; cursor?: string }>("GET", at(`/reports?limit=1${query}`));
      for (const { about, by } of body.reports) if (about.id === rae.id) listed.push(by.id);
      cursor = body.cursor;
    }
    expect(listed.sort()).toEqual(reporters.map(({ id }) => id).sort());
    expect((await mod.call("GET", at("/reports?cursor=1"))).body).toMatchObject({ code: "bad_request" });
  });

  it("of a message holds what it said then, and is filed once; closing it can take the message out, in any room", async () => {
    const [mod, rae, bob, eve] = [
      await staff("moderator"),
      await person("rae"),
      await person("bob"),
      await person("eve"),
    ];
    const room = direct(rae, bob);
    await send(rae, room, "something foul");
    const report = (who: Cast, input: Record<string, unknown>) => who.call("POST", "/api/reports", input);
    const input = { room, seq: 1, reason: "foul" };
    expect((await report(bob, input)).status).toBe(201);
    expect((await report(bob, input)).status).toBe(204);
    expect((await report(eve, input)).status).toBe(404);
    expect((await report(rae, input)).body).toMatchObject({ code: "bad_request" });
    expect((await report(bob, { room, seq: 2, reason: "foul" })).status).toBe(404);
    expect((await report(bob, { reason: "foul" })).status).toBe(400);
    expect((await report(bob, { ...input, reason: " " })).status).toBe(400);
    expect((await report(eve, { userId: rae.id, reason: "a pest" })).status).toBe(201);
    await rae.edit(room, 1, "something nice");

    const list = async (state = "open") => {
      const { body } = await mod.call<{ reports: Report[] }>("GET", at(`/reports?state=${state}`));
      return body.reports.filter(({ about }) => about.id === rae.id);
    };
    const [second, first] = await list();
    expect(first).toMatchObject({ by: { id: bob.id }, room, seq: 1, reason: "foul", body: "something foul" });
    expect(second).toMatchObject({ by: { id: eve.id }, reason: "a pest" });
    expect(second).not.toHaveProperty("body");
    const close = (id: string, given: Record<string, unknown>) => mod.call("POST", at(`/reports/${id}`), given);
    for (let again = 0; again < 2; again++) {
      expect((await close(first?.id ?? "", { outcome: "acted", deleteMessage: true })).status).toBe(204);
    }
    expect((await close(second?.id ?? "", { outcome: "dismissed" })).status).toBe(204);
    expect((await close("none", { outcome: "dismissed" })).status).toBe(404);
    expect((await bob.history(room)).messages[0]).toMatchObject({ body: "", deletedAt: expect.any(Number) });
    expect(await list()).toEqual([]);
    // Somebody who was looked at may go on: that is one more, once.
    for (let again = 0; again < 2; again++) {
      expect((await report(eve, { userId: rae.id, reason: "still a pest" })).status).toBe(204);
    }
    const [third, ...rest] = await list();
    expect(third).toMatchObject({ by: { id: eve.id }, reason: "still a pest" });
    expect(rest).toEqual([]);
    expect((await close(third?.id ?? "", { outcome: "dismissed" })).status).toBe(204);
    expect((await list("closed")).map(({ outcome, closedBy }) => [outcome, closedBy?.id])).toEqual([
      ["dismissed", mod.id],
      ["dismissed", mod.id],
      ["acted", mod.id],
    ]);
    await expect
      .poll(async () => (await log(mod, rae)).map(({ action }) => action).sort())
      .toEqual(["message_deleted", "report_closed", "report_closed", "report_closed"]);
    // H58: no texts.
    expect(JSON.stringify(await log(mod, rae))).not.toMatch(/foul|nice|pest/);
  });
});

describe("H54 who looks after the community", () => {
  it("acts only on those below, and sees who signs in only from an administrator on", async () => {
    const [mod, other, admin, bob] = [
      await staff("moderator"),
      await staff("moderator"),
      await staff("admin"),
      await person("bob"),
    ];
    for (const whom of [mod, other, admin]) expect((await ban(mod, whom)).body).toMatchObject({ code: "forbidden" });
    expect((await ban(admin, admin)).status).toBe(403);
    expect((await ban(mod, { ...bob, id: "nobody" } as Cast)).status).toBe(404);
    expect((await ban(admin, other)).status).toBe(204);
    expect((await other.call("GET", at("/reports"))).status).toBe(401);
    expect((await bob.call("GET", at("/reports"))).status).toBe(404);
  });

  it("H55 finds people by any part that one finds people by, page by page, and those of one kind", async () => {
    const [mod, ann] = [await staff("moderator"), await person("ann", "Ærlige Ånd")];
    const people = async (query: string) =>
      (await mod.call<{ people: PersonRecord[]; cursor?: string }>("GET", at(`/people?${query}`))).body;
    expect((await people("q=and")).people.map(({ id }) => id)).toEqual([ann.id]);
    const all = (await people("limit=100")).people.map(({ username }) => username);
    const paged: (string | null)[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const page: { people: PersonRecord[]; cursor?: string } = await people(`limit=3&cursor=${cursor}`);
      paged.push(...page.people.map(({ username }) => username));
      cursor = page.cursor;
    }
    expect(paged).toEqual(all);
    await ban(mod, ann);
    expect((await people("only=banned&q=and")).people.map(({ id }) => id)).toEqual([ann.id]);
    expect((await people("only=staff")).people.map(({ id }) => id)).toContain(mod.id);
    expect((await people("only=staff")).people.map(({ id }) => id)).not.toContain(ann.id);
  });

  it("H57 sees the rooms that are not between two people, and nothing that is said in them", async () => {
    const [mod, ann, bob] = [await staff("moderator"), await person("ann"), await person("bob")];
    const room = await group(ann, [bob], { name: "Secret society" });
    await send(ann, room, "the password is swordfish");
    await send(ann, direct(ann, bob));
    const { body } = await mod.call<{ rooms: { id: string }[] }>("GET", at("/rooms?limit=100"));
    expect(body.rooms).toContainEqual(expect.objectContaining({ id: room, name: "Secret society", memberCount: 2 }));
    expect(body.rooms.map(({ id }) => id)).not.toContain(direct(ann, bob));
    expect(JSON.stringify(body)).not.toContain("swordfish");
  });
});

describe("H58 the audit log", () => {
  it("is only ever added to, by the record's own word", async () => {
    const [mod, rae] = [await staff("moderator"), await person("rae")];
    await ban(mod, rae);
    for (const attempt of ["update audit set action = 'unban'", "delete from audit"]) {
      await expect(env.DB.prepare(attempt).run()).rejects.toThrow(/only added to/);
    }
    expect(await log(mod, rae)).toHaveLength(1);
  });

  it("has what moderators take out of rooms, though the record was away just then", async () => {
    const [mod, rae] = [await staff("moderator"), await person("rae")];
    const { seq } = await rae.say("global", "buy pills");
    const socket = await mod.join("global");
    await env.DB.exec("alter table audit rename to audit_away");
    try {
      socket.send({ type: "delete", seq });
      await socket.changed(seq);
    } finally {
      await env.DB.exec("alter table audit_away rename to audit");
    }
    await evict("global");
    await runDurableObjectAlarm(env.ROOM.getByName("global"));
    const acts = await log(mod, rae);
    expect(acts).toMatchObject([{ action: "message_deleted", actorId: mod.id, roomId: "global", seq }]);
    expect((await rae.remove("global", (await rae.say("global", "mine")).seq)).status).toBe(204);
    expect(await log(mod, rae)).toHaveLength(1);
  });
});
