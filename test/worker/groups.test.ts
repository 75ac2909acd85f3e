import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { changeRoomSettings } from "../../worker/db/rooms.ts";
import type { GroupPreview, Invite, Member, Room } from "../../worker/protocol.ts";
import { type Cast, direct, evict, group, newClientId, ORIGIN, PASSWORD, person, recorded } from "./support/cast.ts";

type Named<N extends string[]> = { [K in keyof N]: Cast };
async function cast<N extends string[]>(...names: N): Promise<Named<N>> {
  return (await Promise.all(names.map((name) => person(name)))) as Named<N>;
}
const put = (by: Cast, room: string, who: Cast, role?: string) =>
  by.call("PUT", `/api/rooms/${room}/members/${who.id}`, role === undefined ? {} : { role });
const remove = (by: Cast, room: string, who: Cast) => by.call("DELETE", `/api/rooms/${room}/members/${who.id}`);
const idsOf = async (who: Cast) => (await who.rooms()).map(({ id }) => id);
type Details = Room & { members: Member[] };
async function details(who: Cast, room: string): Promise<Details> {
  return (await who.call<{ room: Details }>("GET", `/api/rooms/${room}`)).body.room;
}
async function found(who: Cast, q: string): Promise<GroupPreview[]> {
  return (await who.call<{ groups: GroupPreview[] }>("GET", `/api/groups?q=${encodeURIComponent(q)}`)).body.groups;
}
async function invite(by: Cast, room: string, input: Record<string, unknown> = {}): Promise<Invite> {
  return (await by.call<{ invite: Invite }>("POST", `/api/rooms/${room}/invites`, input)).body.invite;
}
const come = (who: Cast, code: string) => who.call<{ room: Room }>("POST", `/api/invites/${code}`);

describe("H24 making a group", () => {
  it("makes it once, for everybody named, who see it in their lists with what it is called", async () => {
    const [ann, bob, eve] = await cast("ann", "bob", "eve");
    const input = {
      kind: "group",
      id: newClientId(),
      name: "  Readers ",
      topic: "Books",
      memberIds: [bob.id, bob.id, ann.id],
    };
    const made = await ann.call<{ room: Room }>("POST", "/api/rooms", input);
    expect(made.status).toBe(201);
    const { room } = made.body;
    expect(room).toMatchObject({
      kind: "group",
      name: "Readers",
      topic: "Books",
      role: "owner",
      memberCount: 2,
      public: false,
      unread: 0,
    });
    const again = await ann.call<{ room: Room }>("POST", "/api/rooms", { ...input, name: "Writers" });
    expect({ status: again.status, room: again.body.room }).toEqual({ status: 200, room });
    // For good: also where it could not be made any more.
    expect((await bob.call("PUT", `/api/blocks/${ann.id}`)).status).toBe(204);
    expect((await ann.call("POST", "/api/rooms", input)).status).toBe(200);
    expect((await ann.call("POST", "/api/rooms", { ...input, id: newClientId() })).status).toBe(403);
    expect((await bob.call("DELETE", `/api/blocks/${ann.id}`)).status).toBe(204);
    // The id is theirs: somebody else's group of the same id is another.
    const theirs = await bob.call<{ room: Room }>("POST", "/api/rooms", input);
    expect(theirs.status).toBe(201);
    expect(theirs.body.room.id).not.toBe(room.id);

    expect((await bob.rooms()).find(({ id }) => id === room.id)).toMatchObject({ name: "Readers", role: "member" });
    expect(await idsOf(eve)).not.toContain(room.id);
    // H25
    expect((await details(bob, room.id)).members).toEqual([
      { id: ann.id, username: ann.username, displayName: ann.username, role: "owner" },
      { id: bob.id, username: bob.username, displayName: bob.username, role: "member" },
    ]);
  });

  it.each<[what: string, input: Record<string, unknown>]>([
    ["nobody's id", { memberIds: ["nobody"] }],
    ["too many people", { memberIds: Array.from({ length: 1_001 }, (_, n) => `u${n}`) }],
    ["no name", { name: " " }],
    ["G14 a name that is too long", { name: "x".repeat(81) }],
    ["G14 a topic that is too long", { topic: "x".repeat(251) }],
    ["G22 a name of two lines", { name: "a\nb" }],
    ["no list", { memberIds: "all" }],
    ["a client id that is none", { id: "short" }],
  ])("G9 refuses %s", async (_, wrong) => {
    const ann = await person("ann");
    const input = { kind: "group", name: "Readers", memberIds: [], ...wrong };
    const { status, body } = await ann.call("POST", "/api/rooms", input);
    expect({ status, code: body["code"] }).toEqual({ status: 400, code: "bad_request" });
    expect(body["errors"]).not.toEqual([]);
    expect(await idsOf(ann)).toEqual(["global"]);
  });

  it("H23 does not make two kinds of rooms of one", async () => {
    const ann = await person("ann");
    const { status } = await ann.call("POST", "/api/rooms", { kind: "global", name: "x", memberIds: [] });
    expect(status).toBe(400);
  });
});

describe("R21 R22 members", () => {
  it("R18 R21: who comes later reads everything that was said, and has nothing unread", async () => {
    const [ann, bob, carol] = await cast("ann", "bob", "carol");
    const room = await group(ann, [bob]);
    for (const body of ["one", "two", "three"]) await ann.say(room, body);
    expect((await put(ann, room, carol)).status).toBe(204);
    expect(await details(carol, room)).toMatchObject({ lastSeq: 3, readSeq: 3, unread: 0, memberCount: 3 });
    expect((await carol.history(room)).messages.map(({ body }) => body)).toEqual(["one", "two", "three"]);
    await ann.say(room, "four");
    const at = await carol.join(room);
    const welcome = await at.next("welcome");
    expect(welcome.room).toMatchObject({ unread: 1, role: "member", name: "A group" });
    expect(welcome.messages).toHaveLength(4);
    expect(await details(bob, room)).toMatchObject({ unread: 4 });
  });

  it("S27 S33: who is removed hears nothing more, finds nothing more, and comes in by no door, on any device", async () => {
    const [ann, bob] = await cast("ann", "bob");
    const room = await group(ann, [bob]);
    await ann.say(room, "a secret wombat");
    const [phone, laptop, inbox, own] = [
      await bob.join(room),
      await bob.join(room),
      await bob.openInbox(),
      await ann.join(room),
    ];
    await inbox.take("welcome");
    await vi.waitFor(async () => expect((await bob.search({ q: "wombat" })).hits).toHaveLength(1), { timeout: 5_000 });
    expect((await remove(ann, room, bob)).status).toBe(204);
    await ann.say(room, "he is gone");
    expect([await phone.closed(), await laptop.closed()]).toEqual([4503, 4503]);
    for (const at of [phone, laptop]) expect(JSON.stringify(at.all("messages"))).not.toContain("gone");
    expect((await inbox.take("gone"))["roomId"]).toBe(room);
    expect(await idsOf(bob)).not.toContain(room);
    expect((await bob.search({ q: "wombat" })).hits).toEqual([]);
    expect((await bob.call("GET", `/api/rooms/${room}/messages`)).status).toBe(404);
    expect(await (await bob.join(room)).closed()).toBe(4504);
    expect((await own.next("messages")).messages.map(({ body }) => body)).toEqual(["he is gone"]);
    // And comes back as if for the first time.
    await put(ann, room, bob);
    expect(await details(bob, room)).toMatchObject({ lastSeq: 2, readSeq: 2, unread: 0 });
  });

  it("H32: a request that began before one was removed does not bring one back", async () => {
    const [ann, bob] = await cast("ann", "bob");
    const room = await group(ann, [bob]);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const asked = exports.default.fetch(
      new Request(`${ORIGIN}/api/rooms/${room}/settings`, {
        method: "PUT",
        headers: { authorization: `Bearer ${bob.token}`, "content-type": "application/json" },
        body: readable,
      }),
    );
    const writer = writable.getWriter();
    await writer.write(new TextEncoder().encode('{"muted":'));
    await remove(ann, room, bob);
    await writer.write(new TextEncoder().encode("true}"));
    await writer.close();
    expect((await asked).status).toBe(404);
    expect(await idsOf(bob)).toEqual(["global"]);
    // Nor does the statement itself, were it that late.
    await changeRoomSettings(openDatabase(env.DB), bob.id, { id: room, kind: "group" }, { muted: true }, 1);
    expect(await idsOf(bob)).toEqual(["global"]);
  });

  it("S33: a role counts at once, for sockets that were open before, also after a sleep", async () => {
    const [ann, bob] = await cast("ann", "bob");
    const room = await group(ann, [bob]);
    await ann.say(room, "of ann");
    const at = await bob.join(room);
    await at.next("welcome");
    at.send({ type: "delete", seq: 1 });
    expect((await at.next("error")).code).toBe("forbidden");
    await put(ann, room, bob, "moderator");
    await evict(room);
    at.send({ type: "delete", seq: 1 });
    expect((await at.changed(1)).deletedAt).toBeDefined();
    await ann.say(room, "of ann again");
    await put(ann, room, bob, "member");
    at.send({ type: "delete", seq: 2 });
    expect((await at.next("error")).code).toBe("forbidden");
    expect((await bob.remove(room, 2)).status).toBe(403);
  });

  it("R22: the owner hands over and leaves; with the last one the group and what was said are gone", async () => {
    const [ann, bob] = await cast("ann", "bob");
    const room = await group(ann, [bob]);
    await ann.say(room, "a fleeting quokka");
    await vi.waitFor(async () => expect((await bob.search({ q: "quokka" })).hits).toHaveLength(1), { timeout: 5_000 });
    await put(ann, room, bob, "owner");
    expect((await details(ann, room)).role).toBe("moderator");
    expect((await remove(ann, room, ann)).status).toBe(204);
    expect((await remove(bob, room, bob)).status).toBe(204);
    for (const who of [ann, bob]) expect(await idsOf(who)).toEqual(["global"]);
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    expect(await recorded(room)).toEqual([]);
    const { results } = await env.SEARCH.prepare("select * from search_rooms where room_id = ?").bind(room).all();
    expect(results).toEqual([]);
    expect(await env.DB.prepare("select * from rooms where id = ?").bind(room).first()).toBeNull();
    // Nothing of it is due any more, also not after it woke.
    await evict(room);
    expect(await env.ROOM.getByName(room).health()).toMatchObject({ pending: 0 });
    await runInDurableObject(env.ROOM.getByName(room), async (_, { storage }) => {
      expect(storage.sql.exec("select * from messages").toArray()).toEqual([]);
      expect(await storage.getAlarm()).toBeNull();
    });
  });

  it("H26: deleting it closes every socket, and it is not made again", async () => {
    const [ann, bob] = await cast("ann", "bob");
    const id = newClientId();
    const room = await group(ann, [bob], { id });
    const sockets = [await ann.join(room), await bob.join(room)];
    expect((await bob.call("DELETE", `/api/rooms/${room}`)).status).toBe(403);
    expect((await ann.call("DELETE", `/api/rooms/${room}`)).status).toBe(204);
    expect(await Promise.all(sockets.map((at) => at.closed()))).toEqual([4504, 4504]);
    const again = await ann.call("POST", "/api/rooms", { kind: "group", id, name: "Again", memberIds: [] });
    expect(again.status).toBe(409);
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    const later = await ann.call("POST", "/api/rooms", { kind: "group", id, name: "Again", memberIds: [] });
    expect(later.status).toBe(409);
    expect((await put(ann, room, ann)).status).toBe(404);
  });

  it("H17 R22: an account that is deleted leaves its groups, and somebody follows its owner", async () => {
    const [ann, bob] = await cast("ann", "bob");
    const room = await group(ann, [bob]);
    await ann.say(room, "hello");
    expect((await ann.call("DELETE", "/api/me", { password: PASSWORD })).status).toBe(204);
    await vi.waitFor(async () => {
      const { members, role, memberCount } = await details(bob, room);
      expect({ role, memberCount, ids: members.map(({ id }) => id) }).toEqual({
        role: "owner",
        memberCount: 1,
        ids: [bob.id],
      });
    });
  });

  it("S20: how far others have read is seen among up to a hundred", async () => {
    const [ann, bob] = await cast("ann", "bob");
    const room = await group(ann, [bob]);
    await ann.say(room, "one");
    await ann.say(room, "two");
    await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 1 });
    await evict(room);
    const at = await ann.join(room);
    expect((await at.next("welcome")).reads).toEqual({ [ann.id]: 2, [bob.id]: 1 });
    const theirs = await bob.join(room);
    theirs.send({ type: "read", seq: 2 });
    expect(await at.next("read")).toEqual({ type: "read", userId: bob.id, seq: 2 });
    // Who comes later has read what was there, for the others too.
    const carol = await person("carol");
    await put(ann, room, carol);
    expect((await (await ann.join(room)).next("welcome")).reads).toEqual({ [ann.id]: 2, [bob.id]: 2, [carol.id]: 2 });
  });

  it("H26 H27 H48: is for groups alone", async () => {
    const [ann, bob] = await cast("ann", "bob");
    for (const room of ["global", direct(ann, bob)]) {
      const answers = [
        await ann.call("PATCH", `/api/rooms/${room}`, { name: "x" }),
        await ann.call("DELETE", `/api/rooms/${room}`),
        await put(ann, room, bob),
        await remove(ann, room, ann),
        await ann.call("GET", `/api/rooms/${room}/invites`),
        await ann.call("POST", `/api/rooms/${room}/invites`, {}),
      ];
      for (const { status, body } of answers) expect([status, body?.["code"]]).toEqual([403, "forbidden"]);
    }
    const room = await group(ann, [bob]);
    expect((await put(ann, room, { ...bob, id: "nobody" } as Cast)).status).toBe(404);
  });
});

describe("H26 H32 what a group and a room are called and how loud they are", () => {
  it("S26: everybody hears of a new name, and whoever is added of the group", async () => {
    const [ann, bob, carol] = await cast("ann", "bob", "carol");
    const room = await group(ann, [bob]);
    const [bobs, carols] = [await bob.openInbox(), await carol.openInbox()];
    await Promise.all([bobs.take("welcome"), carols.take("welcome")]);
    const renamed = await ann.call<{ room: Details }>("PATCH", `/api/rooms/${room}`, { name: "New", topic: "Things" });
    expect(renamed.body.room).toMatchObject({ name: "New", topic: "Things" });
    expect(renamed.body.room.members).toHaveLength(2);
    expect(await bobs.take("room")).toMatchObject({ room: { id: room, name: "New", topic: "Things" } });
    const open = await bob.join(room);
    await open.next("welcome");
    await put(ann, room, carol);
    expect(await bobs.take("room")).toMatchObject({ room: { id: room, memberCount: 3 } });
    expect(await carols.take("room")).toMatchObject({
      room: { id: room, name: "New", role: "member", memberCount: 3 },
    });
    const plain = await ann.call<{ room: Details }>("PATCH", `/api/rooms/${room}`, { topic: "" });
    expect(plain.body.room).not.toHaveProperty("topic");
    // A message comes to those who do not have it open.
    await ann.say(room, "hello");
    await vi.waitFor(() => expect(JSON.stringify(carols.all("room"))).toContain("hello"));
  });

  it("H32: settings are each person's own, in every kind of room, on all devices", async () => {
    const [ann, bob] = await cast("ann", "bob");
    const room = await group(ann, [bob]);
    const dm = direct(ann, bob);
    const inbox = await ann.openInbox();
    await inbox.take("welcome");
    for (const id of [room, dm, "global"]) {
      const { status } = await ann.call("PUT", `/api/rooms/${id}/settings`, { muted: true, notify: "mentions" });
      expect(status).toBe(204);
      expect(await inbox.take("room")).toMatchObject({ room: { id, muted: true, notify: "mentions" } });
      expect(await details(ann, id)).toMatchObject({ muted: true, notify: "mentions" });
      expect(await details(bob, id)).toMatchObject({ muted: false, notify: "all" });
      await ann.call("PUT", `/api/rooms/${id}/settings`, { muted: false });
      expect(await inbox.take("room")).toMatchObject({ room: { id, muted: false, notify: "mentions" } });
      expect(await details(ann, id)).toMatchObject({ muted: false, notify: "mentions" });
    }
    expect((await ann.call("PUT", `/api/rooms/${room}/settings`, { notify: "some" })).status).toBe(400);
  });
});

describe("H47 H48 H49 ways in", () => {
  it("H47: a public group is found by its name and joined by anybody; another is not there for them", async () => {
    const [ann, eve] = await cast("ann", "eve");
    const open = await group(ann, [], { name: "Çay Bahçesi", topic: "tea", public: true });
    const closed = await group(ann, [], { name: "Çay gizli" });
    const [preview] = await found(eve, "cay BAH");
    expect(preview).toEqual({ id: open, name: "Çay Bahçesi", topic: "tea", memberCount: 1, isMember: false });
    expect((await found(eve, "gizli")).map(({ id }) => id)).not.toContain(closed);
    expect((await put(eve, closed, eve)).status).toBe(404);
    expect((await put(eve, "group:nosuch", eve)).status).toBe(404);
    expect((await put(eve, open, eve, "owner")).status).toBe(403);
    expect((await put(eve, open, eve)).status).toBe(204);
    expect((await put(eve, open, eve)).status).toBe(204);
    expect((await found(eve, "bahcesi"))[0]).toMatchObject({ memberCount: 2, isMember: true });
    expect((await eve.say(open, "hello")).seq).toBe(1);
    // Closed again, it is found no more; who is in stays.
    await ann.call("PATCH", `/api/rooms/${open}`, { public: false });
    expect(await found(eve, "bahcesi")).toEqual([]);
    expect((await details(eve, open)).memberCount).toBe(2);
  });

  it("H48 H49: an invite shows what it leads to and lets in as many as it has uses, and who is in already uses none up", async () => {
    const [ann, bob, carol, dave] = await cast("ann", "bob", "carol", "dave");
    const room = await group(ann, [bob], { name: "By invitation" });
    const { code } = await invite(ann, room, { uses: 2 });
    const preview = await carol.call("GET", `/api/invites/${code}`);
    expect(preview.body).toEqual({ group: { id: room, name: "By invitation", memberCount: 2, isMember: false } });
    expect((await come(bob, code)).status).toBe(200);
    expect((await come(carol, code)).body.room).toMatchObject({ id: room, role: "member", memberCount: 3 });
    expect((await come(carol, code)).status).toBe(200);
    const { body } = await ann.call<{ invites: Invite[] }>("GET", `/api/rooms/${room}/invites`);
    expect(body.invites).toMatchObject([{ code, usesLeft: 1, createdBy: ann.id }]);
    expect((await come(dave, code)).status).toBe(200);
    // G8: whose answer was lost asks again, though it was the last use.
    expect((await come(dave, code)).body.room).toMatchObject({ id: room, memberCount: 4 });
    expect((await come(await person("late"), code)).status).toBe(404);
    expect((await ann.call<{ invites: Invite[] }>("GET", `/api/rooms/${room}/invites`)).body.invites).toEqual([]);
  });

  it("H48: is made and revoked by moderators alone, and ends when it said it would", async () => {
    const [ann, bob, eve] = await cast("ann", "bob", "eve");
    const room = await group(ann, [bob]);
    expect((await bob.call("POST", `/api/rooms/${room}/invites`, {})).status).toBe(403);
    expect((await bob.call("GET", `/api/rooms/${room}/invites`)).status).toBe(403);
    const [first, second] = [await invite(ann, room), await invite(ann, room, { expiresInMs: 60_000 })];
    await put(ann, room, bob, "moderator");
    expect((await bob.call("DELETE", `/api/rooms/${room}/invites/${first.code}`)).status).toBe(204);
    expect((await bob.call("DELETE", `/api/rooms/${room}/invites/${first.code}`)).status).toBe(204);
    expect((await come(eve, first.code)).status).toBe(404);
    expect((await eve.call("GET", `/api/invites/${second.code}`)).status).toBe(200);
    vi.setSystemTime(Date.now() + 61_000);
    try {
      expect((await come(eve, second.code)).status).toBe(404);
    } finally {
      vi.useRealTimers();
    }
    for (const code of ["", "x", "group:x", `${room.slice(6)}-aaaaaaaaaaaaaaaa`, "nosuch-aaaaaaaaaaaaaaaa"]) {
      expect((await come(eve, encodeURIComponent(code))).status).toBe(404);
    }
    for (const wrong of [{ uses: 0 }, { expiresInMs: 1 }, { uses: 1.5 }]) {
      expect((await ann.call("POST", `/api/rooms/${room}/invites`, wrong)).status).toBe(400);
    }
    await ann.call("DELETE", `/api/rooms/${room}`);
    expect((await come(eve, second.code)).status).toBe(404);
    expect((await eve.call("GET", `/api/invites/${second.code}`)).status).toBe(404);
  });

  it("R26: has 50 invites at most", async () => {
    const ann = await person("ann");
    const room = await group(ann, []);
    for (let n = 0; n < 50; n++) await invite(ann, room);
    expect((await ann.call("POST", `/api/rooms/${room}/invites`, {})).status).toBe(409);
  });
});

describe("when the record is away", () => {
  afterEach(() =>
    env.DB.exec("drop trigger if exists no_members; drop trigger if exists no_leaving;".replace("; ", ";\n")),
  );

  it("who is removed is out at once all the same, and the record follows", async () => {
    const [ann, bob] = await cast("ann", "bob");
    const room = await group(ann, [bob]);
    await ann.say(room, "hello");
    const at = await bob.join(room);
    await env.DB.exec(
      "create trigger no_leaving before delete on members begin select raise(abort, 'D1_ERROR: away'); end",
    );
    const answer = await remove(ann, room, bob);
    expect([answer.status, answer.body["code"]]).toEqual([503, "unavailable"]);
    expect(await at.closed()).toBe(4503);
    // The record still says that he is in; the room does not.
    expect((await bob.call("GET", `/api/rooms/${room}/messages`)).status).toBe(404);
    expect((await bob.call("POST", `/api/rooms/${room}/messages`, { id: newClientId(), body: "x" })).status).toBe(404);
    expect(await (await bob.join(room)).closed()).toBe(4504);
    await evict(room);
    expect((await bob.call("GET", `/api/rooms/${room}/messages`)).status).toBe(404);
    // And what is said meanwhile does not get into the record before that: he would find it there.
    await ann.say(room, "between ourselves");
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    expect((await recorded(room)).map((row) => row["body"])).toEqual(["hello"]);
    expect(JSON.stringify(await bob.rooms())).not.toContain("between ourselves");
    await env.DB.exec("drop trigger no_leaving");
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    expect(await idsOf(bob)).toEqual(["global"]);
    expect((await remove(ann, room, bob)).status).toBe(204);
  });

  it("a group that could not be made is made by asking again, once", async () => {
    const [ann, bob] = await cast("ann", "bob");
    await env.DB.exec(
      "create trigger no_members before insert on members when new.role = 'owner' begin select raise(abort, 'D1_ERROR: away'); end",
    );
    const input = { kind: "group", id: newClientId(), name: "Stubborn", memberIds: [bob.id] };
    expect((await ann.call("POST", "/api/rooms", input)).status).toBe(503);
    expect(await idsOf(ann)).toEqual(["global"]);
    await env.DB.exec("drop trigger no_members");
    expect((await ann.call("POST", "/api/rooms", input)).status).toBe(200);
    expect((await bob.rooms()).filter(({ name }) => name === "Stubborn")).toHaveLength(1);
  });
});
