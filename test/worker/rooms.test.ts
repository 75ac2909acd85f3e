import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { call, direct, evict, group, newClientId, PASSWORD, person } from "./support/cast.ts";

describe("the list of rooms", () => {
  it("H22: has the global room always, a direct room from its first message on, latest activity first", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    expect((await bob.rooms()).map(({ id }) => id)).toEqual(["global"]);
    expect(await bob.call("POST", "/api/rooms", { kind: "direct", userId: alice.id })).toMatchObject({
      status: 201,
      body: { room: { id: direct(alice, bob), kind: "direct", peer: { id: alice.id }, unread: 0 } },
    });
    expect((await bob.call("POST", "/api/rooms", { kind: "direct", userId: alice.id })).status).toBe(200);
    expect((await bob.rooms()).map(({ id }) => id)).toEqual(["global"]);
    const last = await alice.say(direct(alice, bob), "first");
    await expect
      .poll(() => bob.rooms())
      .toMatchObject([
        { id: direct(alice, bob), peer: { id: alice.id }, lastSeq: 1, readSeq: 0, unread: 1, lastMessage: last },
        { id: "global" },
      ]);
  });

  it("R18: shows a newcomer nothing unread", async () => {
    const alice = await person("alice");
    await alice.say("global", "long before");
    const [global] = await (await person("newcomer")).rooms();
    expect(global).toMatchObject({ id: "global", unread: 0 });
    expect(global?.lastSeq).toBe(global?.readSeq);
  });

  it("R19: moves no mark back by itself, in a room either that has just woken", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    for (const body of ["one", "two"]) await alice.say("global", body);
    const { seq: lastSeq } = await alice.say("global", "three");
    await bob.call("PUT", "/api/rooms/global/read", { seq: lastSeq });
    await evict("global");
    const line = await bob.join("global");
    await line.take("welcome");
    line.send({ type: "read", seq: lastSeq - 2 }).send("no frame");
    // What comes after it has been looked at, and so has it.
    await line.next("error");
    const { body } = await bob.call("GET", "/api/rooms/global");
    expect(body).toMatchObject({ room: { readSeq: lastSeq, unread: 0 } });
  });

  it("R19: takes a hundred marks of a person at once and not many more, over sockets and HTTP together", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    for (const body of ["one", "two"]) await alice.say(room, body);
    const line = await bob.join(room);
    // What may be sent comes back with time, and there is none here.
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      for (let n = 0; n < 150; n++) line.send({ type: "read", seq: 1 + (n % 2), back: true });
      line.send("no frame");
      for (let n = 0; n < 50; n++) {
        expect(await line.next("error")).toMatchObject({ code: "rate_limited", retryAfterMs: expect.any(Number) });
      }
      expect(await line.next("error")).toMatchObject({ code: "bad_request" });
      const answer = await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 2 });
      expect(answer.body).toMatchObject({ code: "rate_limited" });
      // Whoever else is there is not held up by it.
      expect((await alice.call("PUT", `/api/rooms/${room}/read`, { seq: 2 })).status).toBe(204);
    } finally {
      vi.useRealTimers();
    }
  });

  it("counts as unread what others wrote after one's mark, and moves the mark with one's own", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    for (const body of ["one", "two", "three"]) await alice.say(room, body);
    await expect.poll(async () => (await bob.rooms())[0]).toMatchObject({ lastSeq: 3, unread: 3 });
    // The list is at most 2 s behind.
    await expect
      .poll(async () => (await alice.rooms())[0], { timeout: 4_000 })
      .toMatchObject({ lastSeq: 3, unread: 0 });
    expect((await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 2 })).status).toBe(204);
    expect((await bob.rooms())[0]).toMatchObject({ readSeq: 2, unread: 1 });
    await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 1 });
    expect((await bob.rooms())[0]).toMatchObject({ readSeq: 2 });
    await evict(room);
    await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 1, back: true });
    expect((await bob.rooms())[0]).toMatchObject({ readSeq: 1, unread: 2 });
    await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 99 });
    expect((await bob.rooms())[0]).toMatchObject({ readSeq: 3, unread: 0 });
    await bob.say(room, "four");
    await expect
      .poll(async () => (await bob.rooms())[0], { timeout: 4_000 })
      .toMatchObject({ lastSeq: 4, readSeq: 4, unread: 0 });
  });
});

describe("how far many have read", () => {
  const READS = { timeout: 4_000 };

  it("R16 R18: is each one's own, through sleep, leaving and coming again, and gone with an account", async () => {
    const people = await Promise.all(["alice", "bob", "cid", "dan"].map((name) => person(name)));
    const [alice, bob, cid, dan] = people;
    if (!alice || !bob || !cid || !dan) throw new Error("somebody is missing");
    const room = await group(alice, [bob, cid, dan]);
    const marksOf = async (some = people) => {
      const lists = await Promise.all(some.map((one) => one.rooms()));
      return lists.map((rooms) => rooms.find(({ id }) => id === room)?.readSeq);
    };
    for (let n = 1; n <= 5; n++) await alice.say(room, `number ${n}`);
    const sockets = await Promise.all([bob, cid, dan].map((one) => one.join(room)));
    for (const [n, socket] of sockets.entries()) socket.send({ type: "read", seq: n + 1 });
    await expect.poll(() => marksOf(), READS).toEqual([5, 1, 2, 3]);
    await evict(room);
    sockets[0]?.send({ type: "read", seq: 4 });
    sockets[2]?.send({ type: "read", seq: 1, back: true });
    await expect.poll(() => marksOf(), READS).toEqual([5, 4, 2, 1]);
    await bob.call("DELETE", `/api/rooms/${room}/members/${bob.id}`);
    await alice.say(room, "while bob is away");
    await alice.call("PUT", `/api/rooms/${room}/members/${bob.id}`, {});
    // Who comes again has read what was there then; the others are where they were.
    await expect.poll(() => marksOf(), READS).toEqual([6, 6, 2, 1]);
    const marks = env.DB.prepare("select reads from rooms where id = ?").bind(room);
    expect((await marks.first<{ reads: string }>())?.reads).toContain(cid.id);
    expect((await cid.call("DELETE", "/api/me", { password: PASSWORD })).status).toBe(204);
    await alice.say(room, "without cid");
    await expect.poll(() => marksOf([alice, bob, dan]), READS).toEqual([7, 6, 1]);
    expect((await marks.first<{ reads: string }>())?.reads).not.toContain(cid.id);
  });
});

describe("a direct room", () => {
  it("G5: is not there for a third person, by any way in", async () => {
    const [alice, bob, eve] = await Promise.all([person("alice"), person("bob"), person("eve")]);
    const room = direct(alice, bob);
    await alice.say(room, "secret pomegranate");
    await expect.poll(async () => (await bob.search({ q: "pomegranate" })).hits).toHaveLength(1);
    expect((await eve.search({ q: "pomegranate" })).hits).toEqual([]);
    expect((await eve.rooms()).map(({ id }) => id)).toEqual(["global"]);
    const ways: [string, string, unknown?][] = [
      ["GET", `/api/rooms/${room}`],
      ["GET", `/api/rooms/${room}/messages`],
      ["POST", `/api/rooms/${room}/messages`, { id: newClientId(), body: "me too" }],
      ["PUT", `/api/rooms/${room}/read`, { seq: 1 }],
      ["GET", `/api/search?q=pomegranate&room=${room}`],
      ["PATCH", `/api/rooms/${room}/messages/1`, { body: "changed pomegranate" }],
      ["PUT", `/api/rooms/${room}/messages/1/reactions/${encodeURIComponent("🎉")}`],
      ["DELETE", `/api/rooms/${room}/messages/1/reactions/${encodeURIComponent("🎉")}`],
      ["DELETE", `/api/rooms/${room}/messages/1`],
    ];
    for (const [method, path, body] of ways) {
      const refused = await eve.call(method, path, body);
      expect(refused, `${method} ${path}`).toMatchObject({ status: 404, body: { code: "not_found" } });
      const missing = await eve.call(method, path.replace(room, `dm:${eve.id}:nobody`), body);
      expect(refused.body).toEqual(missing.body);
      expect((await alice.call(method, path, body)).status, `${method} ${path}`).toBeLessThan(300);
    }
    expect(await (await eve.join(room)).closed()).toBe(4504);
    await (await bob.join(room)).next("welcome");
  });

  it("H25: names the two people in it", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const { body } = await alice.call<{ room: { members: { id: string }[] } }>(
      "GET",
      `/api/rooms/${direct(alice, bob)}`,
    );
    expect(body.room.members.map(({ id }) => id).sort()).toEqual([alice.id, bob.id].sort());
    expect((await alice.call<{ room: object }>("GET", "/api/rooms/global")).body.room).not.toHaveProperty("members");
  });
});

describe("sending over HTTP", () => {
  it("H30: stores a message once, however often it is sent, and over whichever way", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const id = newClientId();
    const path = `/api/rooms/${room}/messages`;
    const first = await alice.call("POST", path, { id, body: " tea? \r\nnow " });
    expect(first).toMatchObject({
      status: 201,
      body: { message: { seq: 1, id, body: "tea? \nnow", from: { id: alice.id } } },
    });
    await evict(room);
    const second = await alice.call("POST", path, { id, body: "other" });
    expect(second).toMatchObject({ status: 200, body: first.body });
    const at = await alice.join(room);
    at.say("third", id);
    expect(await at.next("known")).toMatchObject({ message: { seq: 1, body: "tea? \nnow" } });
    expect((await bob.history(room)).messages).toHaveLength(1);
  });

  it("R11: takes a reply to a message there is", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const path = `/api/rooms/${direct(alice, bob)}/messages`;
    const none = await alice.call("POST", path, { id: newClientId(), body: "re", replyTo: 1 });
    expect(none).toMatchObject({ status: 400, body: { code: "bad_request" } });
    await bob.say(direct(alice, bob), "first");
    const reply = await alice.call("POST", path, { id: newClientId(), body: "re", replyTo: 1 });
    expect(reply).toMatchObject({ status: 201, body: { message: { replyTo: 1 } } });
    expect((await bob.history(direct(alice, bob))).messages[1]).toMatchObject({ replyTo: 1 });
  });

  it("needs no more than a session, and nothing less", async () => {
    expect((await call("POST", "/api/rooms/global/messages", { body: { id: newClientId(), body: "x" } })).status).toBe(
      401,
    );
  });
});

describe("an inbox", () => {
  it("tells of a first direct message, of new last messages, and of what was read on another device", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const inbox = await bob.openInbox();
    expect(await inbox.take("welcome")).toMatchObject({ rooms: [{ id: "global" }] });
    await alice.say(room, "hello");
    expect(await inbox.take("room")).toMatchObject({
      room: { id: room, peer: { id: alice.id }, lastSeq: 1, unread: 1, lastMessage: { body: "hello" } },
    });
    await evict(room);
    await alice.say(room, "again");
    expect(await inbox.take("room")).toMatchObject({ room: { lastSeq: 2, unread: 2, lastMessage: { body: "again" } } });
    const device = await bob.join(room);
    await device.next("welcome");
    device.send({ type: "read", seq: 2 });
    expect(await inbox.take("room")).toMatchObject({ room: { lastSeq: 2, readSeq: 2, unread: 0 } });
  });

  it("begins with the rooms there are", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    await alice.say(direct(alice, bob), "hello");
    await expect.poll(async () => (await bob.rooms()).length).toBe(2);
    expect((await (await bob.openInbox()).take("welcome"))["rooms"]).toEqual(await bob.rooms());
  });
});
