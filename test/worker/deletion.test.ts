import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { findGate } from "../../worker/gate/find-gate.ts";
import type { Inbox } from "../../worker/inbox/inbox.ts";
import { type Cast, call, direct, evict, PASSWORD, person, putToSleep } from "./support/cast.ts";

const recorded = (room: string, count: number) =>
  vi.waitFor(async () => {
    const row = await env.DB.prepare("select count(*) as n from messages where room_id = ?")
      .bind(room)
      .first<{ n: number }>();
    expect(row?.n).toBe(count);
  }, 5_000);

describe("H17 R5 deleting one's account", () => {
  const leave = (who: Cast, password = PASSWORD) => who.call("DELETE", "/api/me", { password });
  const inboxOf = (who: Cast) => env.INBOX.getByName(who.id);
  const nobody = (who: Cast) => ({ id: who.id, username: null, displayName: null });

  afterEach(() => env.DB.exec("drop trigger if exists keep_users"));

  /** The name as the room itself has it, beside the messages that it keeps. */
  async function nameInRoom(room: string, who: Cast): Promise<string | null | undefined> {
    const [row] = await runInDurableObject(env.ROOM.getByName(room), (_, state) =>
      state.storage.sql
        .exec<{ name: string | null }>("select username as name from people where id = ?", who.id)
        .toArray(),
    );
    return row?.name;
  }

  it("takes the password, ends every session, and leaves what was written from nobody", async () => {
    const [ann, bob] = await Promise.all([person("ann", "Ann Onymous"), person("bob")]);
    const room = direct(ann, bob);
    await ann.call("PATCH", "/api/me", { bio: "all about me", settings: { secret: "plan" } });
    await ann.say("global", "anon zanzibar");
    await ann.say(room, "between us");
    await recorded(room, 1);
    const sockets = [await ann.join("global"), await ann.join(room), await ann.openInbox()];
    for (const socket of sockets) await socket.take("welcome");
    const bystander = await bob.join("global");
    await bystander.next("welcome");
    for (const asleep of ["global", room]) await evict(asleep);
    await putToSleep(inboxOf(ann));

    expect(await leave(ann, "wrong guess")).toMatchObject({ status: 403, body: { code: "forbidden" } });
    expect((await ann.call("GET", "/api/me")).status).toBe(200);
    expect((await leave(ann)).status).toBe(204);

    for (const socket of sockets) expect(await socket.closed()).toBe(4510);
    expect((await ann.call("GET", "/api/me")).status).toBe(401);
    expect(await (await ann.join("global")).closed()).toBe(4501);
    const login = await call("POST", "/api/auth/login", { body: { username: ann.username, password: PASSWORD } });
    expect(login.status).toBe(401);
    for (const username of [ann.username, ann.username.toUpperCase()]) {
      const taken = await call("POST", "/api/auth/register", { body: { username, password: PASSWORD } });
      expect(taken.status).toBe(409);
    }

    for (const q of [ann.username, "onymous"]) {
      expect((await bob.call("GET", `/api/users?q=${q}`)).body).toEqual({ users: [] });
    }
    expect((await bob.call("GET", `/api/users/${ann.id}`)).status).toBe(404);
    expect((await bob.call("GET", `/api/users?ids=${ann.id}`)).body).toEqual({ users: [nobody(ann)] });

    for (const place of ["global", room]) {
      expect((await bob.history(place, "?limit=1")).messages[0]?.from).toEqual(nobody(ann));
      expect(await nameInRoom(place, ann)).toBeNull();
    }
    const { room: seen, messages } = await (await bob.join(room)).next("welcome");
    expect(seen).toMatchObject({ peer: nobody(ann), lastMessage: { body: "between us", from: nobody(ann) } });
    expect(messages.at(-1)?.from).toEqual(nobody(ann));
    await expect.poll(async () => (await bob.search({ q: "zanzibar" })).hits[0]?.message.from).toEqual(nobody(ann));
    expect((await bob.rooms()).find(({ id }) => id === room)).toMatchObject({ peer: nobody(ann) });
    expect(bystander.isOpen).toBe(true);

    const row = await env.DB.prepare("select * from users where id = ?").bind(ann.id).first();
    expect(row).toMatchObject({
      display_name: "",
      bio: "",
      settings: "{}",
      password_hash: "",
      deleted_at: expect.any(Number),
    });
    for (const table of ["sessions", "members", "user_words"]) {
      const left = await env.DB.prepare(`select count(*) as n from ${table} where user_id = ?`).bind(ann.id).first();
      expect(left, table).toEqual({ n: 0 });
    }
    expect(await findGate(env, `name:${ann.username}`).known()).toEqual({});
  });

  it("is finished though the record was away and the inbox was put to sleep in the middle", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const room = direct(ann, bob);
    await ann.say(room, "hello");
    const socket = await ann.join(room);
    await socket.next("welcome");
    await recorded(room, 1);
    await env.DB.exec(
      "create trigger keep_users before update on users when new.deleted_at is not null begin select raise(abort, 'away'); end",
    );
    expect((await leave(ann)).status).toBe(503);
    expect((await ann.call("GET", "/api/me")).status).toBe(200);
    await putToSleep(inboxOf(ann));
    await runDurableObjectAlarm(inboxOf(ann));
    // The sessions are over, the names are still there.
    expect(await socket.closed()).toBe(4510);
    expect((await ann.call("GET", "/api/me")).status).toBe(401);
    expect((await bob.history(room)).messages[0]?.from).toMatchObject({ username: ann.username });
    await env.DB.exec("drop trigger keep_users");
    // It is tried again five seconds after, and then ever less often.
    await runInDurableObject(inboxOf(ann), hurry);
    await putToSleep(inboxOf(ann));
    await runDurableObjectAlarm(inboxOf(ann));
    expect((await bob.history(room)).messages[0]?.from).toEqual(nobody(ann));
    expect(await nameInRoom(room, ann)).toBeNull();
  });

  it("is finished though a room was away", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const room = direct(ann, bob);
    await ann.say(room, "hello");
    const people = (name: string, other: string) =>
      runInDurableObject(env.ROOM.getByName(room), (_, state) => {
        state.storage.sql.exec(`alter table ${name} rename to ${other}`);
      });
    await people("people", "people_away");
    expect((await leave(ann)).status).toBe(204);
    expect((await ann.call("GET", "/api/me")).status).toBe(401);
    await people("people_away", "people");
    expect(await nameInRoom(room, ann)).toBe(ann.username);
    await putToSleep(inboxOf(ann));
    await runInDurableObject(inboxOf(ann), hurry);
    await runDurableObjectAlarm(inboxOf(ann));
    expect(await nameInRoom(room, ann)).toBeNull();
  });

  it("catches what was on its way, and then leaves nothing to remember", async () => {
    const [ann, bob, carol] = await Promise.all([person("ann"), person("bob"), person("carol")]);
    await ann.say(direct(ann, bob), "hello");
    expect((await leave(ann)).status).toBe(204);
    // A message and a change of name that passed the door a moment before.
    const late = direct(ann, carol);
    const me = { id: ann.id, username: ann.username, displayName: "Still Here" };
    const standing = { apartFrom: [], timeoutUntil: 0 };
    const author = { user: me, mayModerate: false };
    await env.ROOM.getByName(late).post(author, standing, { id: "late-message", body: "late" });
    await inboxOf(ann).remember(late);
    await inboxOf(ann).rename(me);
    await env.DB.prepare("update users set display_name = 'Still Here' where id = ?").bind(ann.id).run();
    await env.DB.prepare("insert into user_words (word, user_id) values ('still here', ?)").bind(ann.id).run();
    expect(await nameInRoom(late, ann)).toBe(ann.username);
    expect(await nameInRoom(direct(ann, bob), ann)).toBeNull();

    await runInDurableObject(inboxOf(ann), hurry);
    await runDurableObjectAlarm(inboxOf(ann));
    expect(await nameInRoom(late, ann)).toBeNull();
    const row = await env.DB.prepare("select display_name as name from users where id = ?").bind(ann.id).first();
    expect(row).toEqual({ name: "" });
    expect((await bob.call("GET", "/api/users?q=still")).body).toEqual({ users: [] });
    const left = await runInDurableObject(inboxOf(ann), (_, state) => ({
      rooms: state.storage.sql.exec("select id from rooms").toArray(),
      deletion: state.storage.kv.get("deletion"),
    }));
    expect(left).toEqual({ rooms: [], deletion: undefined });
  });

  /** The next pass is due now: what a minute would bring. */
  function hurry(_: Inbox, state: DurableObjectState): void {
    const pending = state.storage.kv.get<{ dueAt: number }>("deletion");
    if (pending) state.storage.kv.put("deletion", { ...pending, dueAt: Date.now() });
    void state.storage.setAlarm(Date.now() + 60_000);
  }
});
