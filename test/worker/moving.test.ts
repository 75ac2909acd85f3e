import { abortAllDurableObjects, applyD1Migrations, reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { hashOf } from "../../worker/auth/operator.ts";
import { type Answer, Cast, call, direct, evict, group, newClientId, PASSWORD, person } from "./support/cast.ts";

let headers: Record<string, string>;

/** What the command line does: it can write into the record. */
async function takeOver(): Promise<void> {
  const key = `operator.${"k".repeat(43)}`;
  headers = { authorization: `Bearer ${key}` };
  await env.DB.prepare("insert or replace into operator_keys (key_hash, expires_at) values (?, ?)")
    .bind(await hashOf(key), Date.now() + 600_000)
    .run();
}
beforeAll(takeOver);

/** Another deployment, in which nobody ever was. */
async function emptyHouse(): Promise<void> {
  const { results } = await env.DB.prepare(
    "select id, 'room' as kind from rooms union all select id, 'user' from users",
  ).all<{
    id: string;
    kind: string;
  }>();
  for (const { id, kind } of results) {
    if (kind === "room") await runInDurableObject(env.ROOM.getByName(id), (_, { storage }) => storage.deleteAll());
    else await runInDurableObject(env.INBOX.getByName(id), (_, { storage }) => storage.deleteAll());
  }
  await abortAllDurableObjects();
  for (const trigger of ["audit_is_never_changed", "audit_is_never_shortened"]) {
    await env.DB.exec(`drop trigger ${trigger}`);
  }
  await reset();
  await applyD1Migrations(env.DB, env.TEST_RECORD_MIGRATIONS);
  await applyD1Migrations(env.SEARCH, env.TEST_SEARCH_MIGRATIONS);
  await takeOver();
}

const operate = <T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
  call<T>(method, `/api/admin/${path}`, { headers, ...(body === undefined ? {} : { body }) });

async function exported(): Promise<string[]> {
  for (let query = ""; ; ) {
    const { body } = await operate<{ cursor?: string }>("POST", `flush${query}`);
    if (body.cursor === undefined) break;
    query = `?cursor=${encodeURIComponent(body.cursor)}`;
  }
  const lines: string[] = [];
  for (let query = ""; ; ) {
    const { body } = await operate<{ lines: unknown[]; cursor?: string }>("GET", `export${query}`);
    lines.push(...body.lines.map((line) => JSON.stringify(line)));
    if (body.cursor === undefined) return lines;
    query = `?cursor=${encodeURIComponent(body.cursor)}`;
  }
}

const FILE = "a".repeat(64);
const begin = (sha256 = FILE) => operate<{ lines: number }>("POST", "import", { sha256 });
const send = (from: number, lines: string[], sha256 = FILE) =>
  call<{ lines: number; code?: string; detail?: string }>(
    "POST",
    `/api/admin/import/lines?sha256=${sha256}&from=${from}`,
    {
      headers: { ...headers, "content-type": "application/x-ndjson" },
      body: lines.join("\n"),
    },
  );
async function imported(lines: string[]): Promise<void> {
  expect((await begin()).body).toEqual({ lines: 0 });
  const middle = Math.floor(lines.length / 2);
  await send(0, lines.slice(0, middle));
  await send(middle, lines.slice(middle));
  expect((await operate("POST", "import/end", { sha256: FILE, lines: lines.length })).status).toBe(204);
  await rebuilt();
}
async function rebuilt(): Promise<void> {
  for (let query = ""; ; ) {
    const { body } = await operate<{ cursor?: string }>("POST", `rebuild-search${query}`);
    if (body.cursor === undefined) return;
    query = `?cursor=${encodeURIComponent(body.cursor)}`;
  }
}
/** The same person, come to the new house with the old password. */
async function comesIn({ id, username }: Cast): Promise<Cast> {
  const body = { username, password: PASSWORD, session: "token" };
  const answer = await call<{ token: string }>("POST", "/api/auth/login", { body });
  return new Cast(id, username, answer.body.token);
}

describe("H64 moving house", () => {
  it("brings the same people, rooms, messages and roles, in the same order, and goes on from there", async () => {
    const [ann, bob, eve] = [await person("ann", "Ann Ømdal"), await person("bob"), await person("eve")];
    await env.DB.prepare("update users set role = 'moderator' where id = ?").bind(ann.id).run();
    const pair = direct(ann, bob);
    const room = await group(ann, [bob, eve], { name: "Çay bahçesi", topic: "Tea", public: true });
    await ann.call("PUT", `/api/rooms/${room}/members/${bob.id}`, { role: "moderator" });
    const made = await ann.call<{ invite: { code: string } }>("POST", `/api/rooms/${room}/invites`, { uses: 3 });
    for (const at of ["global", pair, room]) {
      await ann.say(at, `walrus in ${at}\n\u2028 two lines`);
      await bob.say(at, `@${ann.username} İstanbul'da ışık`);
      await ann.edit(at, 1, `walrus at ${at}`);
      await ann.react(at, 2, "👍");
      await bob.say(at, "to be taken back");
      await bob.remove(at, 3);
      await ann.call("PUT", `/api/rooms/${at}/messages/1/pin`);
    }
    for (let n = 4; n <= 40; n++) await bob.say(room, `number ${n}`);
    await eve.call("PATCH", "/api/me", { bio: "zoologist", settings: { theme: "dark", z: 1, a: [1, null] } });
    await eve.call("PUT", `/api/blocks/${bob.id}`);
    await eve.call("POST", "/api/reports", { room, seq: 1, reason: "rude" });
    await eve.call("PUT", `/api/rooms/${room}/read`, { seq: 7 });
    await eve.call("PUT", `/api/rooms/${room}/settings`, { muted: true, notify: "none" });
    await ann.call("PATCH", `/api/rooms/${room}`, { slowMode: 5 });
    const last = newClientId();
    await ann.say(room, "the last one", last);
    const { epoch } = await (await eve.join(room)).next("welcome");
    const file = await exported();
    const before = { history: await eve.history(room, "?limit=100"), rooms: await eve.rooms() };

    await emptyHouse();
    // Somebody has looked in already.
    expect((await call("GET", "/api/community")).status).toBe(200);
    await env.ROOM.getByName("global").lastSeq();
    await imported(file);
    expect(await exported()).toEqual(file);

    const [ann2, bob2, eve2] = [await comesIn(ann), await comesIn(bob), await comesIn(eve)];
    expect(await eve2.history(room, "?limit=100")).toEqual(before.history);
    expect(await eve2.rooms()).toEqual(before.rooms);
    const here = await eve2.join(room, { since: before.history.messages.at(-1)?.rev ?? 0, epoch });
    const welcome = await here.next("welcome");
    // S24
    expect(welcome).toMatchObject({ reset: true, seq: 41, room: { slowMode: 5, readSeq: 7, role: "member" } });
    expect(welcome.epoch).not.toBe(epoch);
    expect(welcome.messages).toHaveLength(25);
    // R8: what was sent before the move is known after it.
    const again = await ann2.call("POST", `/api/rooms/${room}/messages`, { id: last, body: "the last one" });
    expect(again).toMatchObject({ status: 200, body: { message: { seq: 41 } } });
    expect((await ann2.say(room, "and on we go")).seq).toBe(42);
    // S14
    expect(await here.next("messages")).toMatchObject({ prev: welcome.rev, rev: welcome.rev + 1 });
    await evict(room);
    expect((await ann2.say(room, "and on")).rev).toBeGreaterThan(welcome.rev);
    expect(await here.changed(43)).toMatchObject({ body: "and on" });
    expect((await ann2.edit("global", 1, "an old one, changed")).status).toBe(200);
    const found = async (who: Cast, q: string) => (await who.search({ q })).hits.map(({ message }) => message.room);
    expect((await found(ann2, "walrus")).sort()).toEqual([pair, room].sort());
    expect(await found(eve2, "isik")).toEqual([]);
    expect((await found(ann2, "isik")).sort()).toEqual(["global", pair, room].sort());
    expect(
      (await eve2.call("POST", `/api/rooms/${direct(bob, eve)}/messages`, { id: newClientId(), body: "hi" })).body,
    ).toMatchObject({ code: "blocked" });
    expect((await bob2.call("PATCH", `/api/rooms/${room}`, { topic: "Coffee" })).status).toBe(200);
    const late = await person("late");
    expect((await late.call("POST", `/api/invites/${made.body.invite.code}`)).status).toBe(200);
    // A new name reaches what was written before the move.
    await bob2.call("PATCH", "/api/me", { displayName: "Robert" });
    const named = await (await ann2.join(pair)).next("welcome");
    expect(named.messages[1]?.from.displayName).toBe("Robert");
  });

  it("is refused where somebody lives, out of order, and for what is no line; begun again it goes on", async () => {
    await emptyHouse();
    const ann = await person("ann");
    await ann.say("global", "hello");
    const lines = await exported();
    // The person first, before what is decided and said.
    const file = lines
      .filter((line) => line.includes('"type":"user"'))
      .concat(lines.filter((line) => !line.includes('"type":"user"')));
    expect((await begin()).body).toMatchObject({ code: "conflict" });
    await emptyHouse();
    expect((await send(0, file)).body).toMatchObject({ code: "conflict" });
    expect((await begin()).status).toBe(200);
    const bad = await send(0, [file[0] ?? "", '{"type":"user","id":"x"}']);
    expect(bad.body).toMatchObject({ code: "bad_request" });
    expect(bad.body.detail).toContain("Line 3");
    expect((await send(0, file.slice(0, 2))).body).toEqual({ lines: 2 });
    // Nobody comes in meanwhile, though they are here.
    const login = { username: ann.username, password: PASSWORD };
    expect((await call("POST", "/api/auth/login", { body: login })).body).toMatchObject({ code: "unavailable" });
    const wrong = { ...login, password: "wrong horse battery" };
    expect((await call("POST", "/api/auth/login", { body: wrong })).body).toMatchObject({ code: "unavailable" });
    const newcomer = { username: "newcomer", password: PASSWORD };
    expect((await call("POST", "/api/auth/register", { body: newcomer })).body).toMatchObject({ code: "unavailable" });
    // The answer was lost on its way.
    expect((await send(0, file.slice(0, 2))).body).toEqual({ lines: 2 });
    expect((await send(1, file.slice(1, 2))).body).toEqual({ lines: 2 });
    expect((await send(0, file.slice(0, 1))).body).toMatchObject({ code: "conflict" });
    expect((await begin()).body).toEqual({ lines: 2 });
    expect((await begin("b".repeat(64))).body).toMatchObject({ code: "conflict" });
    const early = await operate("POST", "import/end", { sha256: FILE, lines: file.length });
    expect(early.body).toMatchObject({ code: "conflict" });
    expect((await send(2, file.slice(2))).body).toEqual({ lines: file.length });
    // The answer to the first is lost on its way.
    for (let again = 0; again < 2; again++) {
      expect((await operate("POST", "import/end", { sha256: FILE, lines: file.length })).status).toBe(204);
      expect((await begin()).body).toEqual({ lines: file.length });
    }
    expect(await exported()).toEqual(lines);
    expect((await call("POST", "/api/auth/login", { body: login })).status).toBe(200);
    const moved = await env.DB.prepare("select action from audit order by no desc").all<{ action: string }>();
    expect(moved.results.filter(({ action }) => action === "imported")).toHaveLength(1);
  });

  it("is for the operator alone", async () => {
    const admin = await person("admin");
    await env.DB.prepare("update users set role = 'owner' where id = ?").bind(admin.id).run();
    for (const [method, path] of [
      ["POST", "flush"],
      ["GET", "export"],
      ["POST", "rebuild-search"],
    ] as const) {
      expect((await admin.call(method, `/api/admin/${path}`)).status).toBe(403);
      expect((await operate(method, path)).status).toBe(200);
    }
  });

  it("a room whose object was lost begins again where the record says that it stands", async () => {
    const [ann, bob] = [await person("ann"), await person("bob")];
    const room = direct(ann, bob);
    for (let n = 1; n <= 30; n++) await ann.say(room, `number ${n}`);
    const { epoch } = await (await ann.join(room)).next("welcome");
    await env.ROOM.getByName(room).settle();
    await runInDurableObject(env.ROOM.getByName(room), (_, { storage }) => storage.deleteAll());
    await abortAllDurableObjects();
    const welcome = await (await bob.join(room)).next("welcome");
    expect(welcome.messages.map(({ body }) => body)).toEqual(Array.from({ length: 25 }, (_, n) => `number ${n + 6}`));
    expect(welcome.epoch).not.toBe(epoch);
    expect((await bob.say(room, "still here")).seq).toBe(31);
  });
});
