import { describe, expect, it } from "vitest";
import { connect, direct, evict, newClientId, ORIGIN, person } from "./support/cast.ts";

describe("a room over a socket", () => {
  it("shows a message to everybody in the room, the sender too", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const [atAlice, atBob] = await Promise.all([alice.join("global"), bob.join("global")]);
    const { rev } = await atBob.next("welcome");
    atAlice.say("tea?");
    const seen = await atBob.next("messages");
    expect(seen).toMatchObject({ prev: rev, rev: rev + 1, messages: [{ body: "tea?", from: { id: alice.id } }] });
    expect(await atAlice.next("messages")).toEqual(seen);
  });

  it("says who is there, and tells when that changes", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const atAlice = await alice.join(room);
    expect(await atAlice.next("welcome")).toMatchObject({ online: [alice.id], count: 1 });
    const atBob = await bob.join(room);
    await atBob.next("welcome");
    let presence = await atAlice.next("presence");
    while (presence.count !== 2) presence = await atAlice.next("presence");
    atBob.close();
    while (presence.count !== 1) presence = await atAlice.next("presence");
    expect(presence.online).toEqual([alice.id]);
  });

  it("stores the same id once and answers the sender alone with the first", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const [atAlice, atBob] = await Promise.all([alice.join(room), bob.join(room)]);
    const id = newClientId();
    atAlice.say("once", id);
    await atAlice.next("messages");
    atAlice.send({ type: "send", id, body: "twice", ref: "again" });
    expect(await atAlice.next("known")).toMatchObject({ ref: "again", message: { id, body: "once", seq: 1 } });
    atAlice.say("next");
    expect(await atBob.bodies(2)).toEqual(["once", "next"]);
    // Another person may use the same id: it is unique for its sender.
    atBob.say("mine", id);
    expect(await atAlice.bodies(2)).toEqual(["next", "mine"]);
  });

  it("brings back who was away to where everybody is, by since and epoch", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const before = await bob.join(room);
    const { epoch, rev } = await before.next("welcome");
    before.close();
    for (const body of ["one", "two", "three"]) await alice.say(room, body);
    const after = await bob.join(room, { since: rev, epoch });
    const welcome = await after.next("welcome");
    expect(welcome).toMatchObject({ reset: false, seq: 3, rev: 3 });
    expect(welcome.messages.map(({ body }) => body)).toEqual(["one", "two", "three"]);
    await alice.say(room, "four");
    expect(await after.next("messages")).toMatchObject({ prev: 3, rev: 4 });
  });

  it.each([
    ["is missing", {}],
    ["is no integer", { since: "x" }],
    ["is negative", { since: -1 }],
    ["is above the room's rev", { since: 999 }],
    ["is of another epoch", { since: 1, epoch: "other" }],
  ])("starts afresh where since %s", async (_, query) => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await alice.say(room, "hello");
    const { epoch } = await (await bob.join(room)).next("welcome");
    const resumed = await (await bob.join(room, { since: 0, epoch })).next("welcome");
    expect(resumed.reset).toBe(false);
    const fresh = await (await bob.join(room, { epoch, ...query })).next("welcome");
    expect(fresh).toMatchObject({ reset: true, messages: [{ body: "hello" }] });
  });

  it("starts afresh where more than 200 messages were missed", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const at = await alice.join(room);
    const { epoch } = await at.next("welcome");
    for (let n = 1; n <= 201; n++) at.say(`n${n}`);
    await at.bodies(201);
    const short = await (await bob.join(room, { since: 1, epoch })).next("welcome");
    expect(short).toMatchObject({ reset: false });
    expect(short.messages).toHaveLength(200);
    const long = await (await bob.join(room, { since: 0, epoch })).next("welcome");
    expect(long.reset).toBe(true);
    expect(long.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, index) => 177 + index));
  });

  it("gathers a burst into few frames without a hole between them", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const [atAlice, atBob] = await Promise.all([alice.join(room), bob.join(room)]);
    let { rev } = await atBob.next("welcome");
    for (let n = 1; n <= 100; n++) atAlice.say(`n${n}`);
    const bodies: string[] = [];
    let frames = 0;
    while (bodies.length < 100) {
      const frame = await atBob.next("messages");
      expect(frame.prev).toBe(rev);
      rev = frame.rev;
      frames++;
      bodies.push(...frame.messages.map(({ body }) => body));
    }
    expect(bodies).toEqual(Array.from({ length: 100 }, (_, index) => `n${index + 1}`));
    expect(frames).toBeLessThan(50);
  });

  it("answers a ping, passes typing on, and sends read marks in a direct room", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await alice.say(room, "hello");
    const [atAlice, atBob] = await Promise.all([alice.join(room), bob.join(room)]);
    await atAlice.send("ping").take("pong");
    atAlice.send({ type: "typing" });
    expect(await atBob.next("typing")).toMatchObject({ user: { id: alice.id } });
    atBob.send({ type: "read", seq: 1 });
    expect(await atAlice.next("read")).toEqual({ type: "read", userId: bob.id, seq: 1 });
    const again = await (await alice.join(room)).next("welcome");
    expect(again.reads).toEqual({ [alice.id]: 1, [bob.id]: 1 });
  });

  it("answers what makes no sense with an error, harms nobody, and closes at the 21st", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const [atAlice, atBob] = await Promise.all([alice.join(room), bob.join(room)]);
    const bad: unknown[] = [
      "no json",
      "[1]",
      "null",
      { type: "dance" },
      { type: "send", body: "no id" },
      { type: "send", id: "short", body: "x" },
      { type: "send", id: newClientId(), body: "   " },
      { type: "send", id: newClientId(), body: "x".repeat(4001) },
      { type: "send", id: newClientId(), body: 7 },
      { type: "read", seq: "1" },
      new TextEncoder().encode("{}").buffer,
    ];
    for (const frame of bad) {
      atAlice.send(frame);
      expect(await atAlice.next("error"), JSON.stringify(frame)).toMatchObject({ code: "bad_request" });
    }
    const id = newClientId();
    atAlice.send({ type: "send", id, body: "", ref: "r" });
    expect(await atAlice.next("error")).toMatchObject({ ref: "r", id });
    for (let n = bad.length + 1; n < 20; n++) atAlice.send("x");
    atAlice.say("still here");
    expect(await atBob.bodies(1)).toEqual(["still here"]);
    expect(atAlice.isOpen).toBe(true);
    atAlice.send("x");
    expect(await atAlice.closed()).toBe(4505);
    expect(atBob.isOpen).toBe(true);
  });

  it("S32: lets a session stay out whose sockets were closed for what they sent again and again, there and for a minute", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    for (let times = 0; times < 3; times++) {
      const flood = await alice.join("global");
      for (let n = 0; n <= 20; n++) flood.send("x");
      expect(await flood.closed()).toBe(4505);
    }
    expect(await (await alice.join("global")).closed()).toBe(4429);
    await (await alice.join(direct(alice, bob))).next("welcome");
    await (await bob.join("global")).next("welcome");
  });

  it("closes with 1009 for a frame over 64 KiB and takes one of exactly that", async () => {
    const alice = await person("alice");
    const at = await alice.join("global");
    const frame = JSON.stringify({ type: "typing", pad: "" });
    at.send(JSON.stringify({ type: "typing", pad: "x".repeat(64 * 1024 - frame.length) })).send("ping");
    await at.take("pong");
    at.send(JSON.stringify({ type: "typing", pad: "x".repeat(64 * 1024 - frame.length + 1) }));
    expect(await at.closed()).toBe(1009);
  });

  it("answers a close with the code of the close", async () => {
    const alice = await person("alice");
    const at = await alice.join("global");
    await at.next("welcome");
    at.close(4321);
    expect(await at.closed()).toBe(4321);
  });
});

describe("who may connect", () => {
  it("lets in by bearer, ticket and cookie of our origin, and says why not", async () => {
    const [alice, bob, eve] = await Promise.all([person("alice"), person("bob"), person("eve")]);
    const room = `/ws/rooms/${direct(alice, bob)}`;
    const cookie = { cookie: `__Host-session=${alice.token}` };
    const ticket = await alice.ticket();
    const refused: [string, number, Record<string, string>, Record<string, string>][] = [
      ["nothing", 4501, {}, {}],
      ["a forged token", 4501, { authorization: "Bearer a.b.c" }, {}],
      ["a ticket as a session", 4501, { authorization: `Bearer ${await alice.ticket()}` }, {}],
      ["a session as a ticket", 4401, {}, { ticket: alice.token }],
      ["a forged ticket", 4401, {}, { ticket: "a.b.c" }],
      ["the cookie from elsewhere", 4503, { ...cookie, origin: "https://evil.example" }, {}],
      ["the cookie from nowhere", 4503, cookie, {}],
      ["somebody else's session", 4504, { authorization: `Bearer ${eve.token}` }, {}],
    ];
    for (const [what, code, headers, query] of refused) {
      expect(await (await connect(room, headers, query)).closed(), what).toBe(code);
    }
    for (const [headers, query] of [
      [{ authorization: `Bearer ${alice.token}` }, {}],
      [{ ...cookie, origin: ORIGIN }, {}],
      [{}, { ticket }],
    ] as [Record<string, string>, Record<string, string>][]) {
      await (await connect(room, headers, query)).next("welcome");
    }
    expect(await (await connect(room, {}, { ticket })).closed()).toBe(4401);
  });

  it("spends a ticket once, over the sleep of the room and after the socket is gone", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const ticket = await alice.ticket();
    const at = await connect(`/ws/rooms/${room}`, {}, { ticket });
    await at.next("welcome");
    await evict(room);
    expect(await (await connect(`/ws/rooms/${room}`, {}, { ticket })).closed()).toBe(4401);
    at.close();
    await at.closed();
    await evict(room);
    expect(await (await connect(`/ws/rooms/${room}`, {}, { ticket })).closed()).toBe(4401);
    // Each object accepts it once: the inbox is another.
    await (await connect("/ws/inbox", {}, { ticket })).take("welcome");
  });

  it("knows a direct room by either order and none with oneself, a stranger or nobody", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const welcome = await (await alice.join(`dm:${bob.id}:${alice.id}`)).next("welcome");
    expect(welcome.room.id).toBe(
      await (await alice.join(`dm:${alice.id}:${bob.id}`)).next("welcome").then((w) => w.room.id),
    );
    for (const room of [`dm:${alice.id}:${alice.id}`, `dm:${alice.id}:nobody`, "group:x", "nowhere"]) {
      expect(await (await alice.join(room)).closed(), room).toBe(4504);
    }
  });

  it("takes nothing more from a socket whose session ended, though its client ignores the close", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const [stolen, atBob] = await Promise.all([alice.join(room), bob.join(room)]);
    stolen.ignoresClose = true;
    stolen.say("while it may");
    await atBob.bodies(1);
    await alice.call("POST", "/api/auth/logout");
    expect(await stolen.closed()).toBe(4510);
    stolen.say("as somebody else");
    await evict(room);
    stolen.say("after a sleep, too");
    atBob.say("after all that");
    expect(await atBob.bodies(1)).toEqual(["after all that"]);
    expect((await bob.history(room)).messages.map(({ body }) => body)).toEqual(["while it may", "after all that"]);
    expect((await (await bob.join(room)).next("welcome")).online).toEqual([bob.id]);
  });

  it("closes every socket of a session that ends, in rooms and inbox, and lets none in again", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const sockets = [await alice.join("global"), await alice.join(direct(alice, bob)), await alice.openInbox()];
    for (const socket of sockets) await socket.take("welcome");
    const bystander = await bob.join("global");
    await evict("global");
    expect((await alice.call("POST", "/api/auth/logout")).status).toBe(204);
    for (const socket of sockets) expect(await socket.closed()).toBe(4510);
    expect(await (await alice.join("global")).closed()).toBe(4501);
    expect(bystander.isOpen).toBe(true);
  });
});
