import { describe, expect, it } from "vitest";
import { newId } from "../line.ts";
import { signUp, strangers } from "../person.ts";
import { origin } from "../server.ts";

describe("a room over a socket", () => {
  it("S4 S13 S17 welcomes, and what one says everyone hears", async () => {
    const { alice, bob } = await strangers(origin());
    const [atAlice, atBob] = [await alice.join("global"), await bob.join("global")];
    const welcome = await atBob.next("welcome");
    expect(atBob.frames[0]).toBe(welcome);
    expect(welcome).toMatchObject({
      protocol: 1,
      epoch: expect.stringMatching(/./),
      reset: true,
      you: bob.asPerson,
      room: { id: "global", kind: "global" },
      online: expect.arrayContaining([alice.id, bob.id]),
    });
    const id = newId();
    const sent = await atAlice.say("tea?", id);
    const heard = await atBob.message((message) => message.id === id);
    expect(sent).toEqual({
      room: "global",
      seq: expect.any(Number),
      rev: expect.any(Number),
      id,
      from: alice.asPerson,
      body: "tea?",
      at: expect.any(Number),
    });
    expect(heard).toEqual(sent);
  });

  it("S13 S22 welcomes a newcomer with exactly the last 25 of 40 messages", async () => {
    const { alice } = await strangers(origin());
    const line = await alice.join("global");
    const bodies = Array.from({ length: 40 }, (_, index) => `${newId()} number ${index + 1}`);
    for (const body of bodies) line.send({ type: "send", id: newId(), body });
    await line.message(({ body }) => body === bodies[39]);
    const newcomer = await signUp(origin(), "newcomer");
    const welcome = await (await newcomer.join("global")).next("welcome");
    expect(welcome.messages.map(({ body }) => body)).toEqual(bodies.slice(-25));
    expect(welcome).toMatchObject({ reset: true, room: { unread: 0, readSeq: welcome.seq } });
    expect(welcome.messages.at(-1)).toMatchObject({ seq: welcome.seq, rev: welcome.rev });
  });

  it("S13 welcomes to a room where nothing was said", async () => {
    const { alice, bob, room } = await strangers(origin());
    const welcome = await (await alice.join(room)).next("welcome");
    expect(welcome).toMatchObject({
      seq: 0,
      rev: 0,
      messages: [],
      count: 1,
      online: [alice.id],
      room: { peer: bob.asPerson },
    });
  });

  it("R2 opens one room under either order of its ids", async () => {
    const { alice, bob, room } = await strangers(origin());
    const atAlice = await alice.join(`dm:${bob.id}:${alice.id}`);
    const atBob = await bob.join(`dm:${alice.id}:${bob.id}`);
    expect(await atAlice.next("welcome")).toMatchObject({ room: { id: room } });
    await atAlice.say("one");
    expect(await atBob.message(({ body }) => body === "one")).toMatchObject({ room, seq: 1 });
  });

  it("S14 R7 chains its frames by prev and rev, without a gap, while several talk at once", async () => {
    const { alice, bob, room } = await strangers(origin());
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    const each = 60;
    for (let n = 0; n < each; n++) {
      atAlice.send({ type: "send", id: newId(), body: `alice ${n}` });
      atBob.send({ type: "send", id: newId(), body: `bob ${n}` });
    }
    for (const line of [atAlice, atBob]) {
      await line.message(({ seq }) => seq === 2 * each);
      let rev = 0;
      for (const frame of line.frames) {
        if (frame.type !== "messages") continue;
        expect(frame.prev).toBe(rev);
        expect(frame.messages.map((message) => message.rev)).toEqual(
          Array.from({ length: frame.rev - frame.prev }, (_, index) => frame.prev + 1 + index),
        );
        rev = frame.rev;
      }
      expect(rev).toBe(2 * each);
      const told = line.messages();
      expect(told.map(({ seq }) => seq)).toEqual(Array.from({ length: 2 * each }, (_, index) => index + 1));
      for (const who of [alice, bob]) {
        const bodies = told.filter(({ from }) => from.id === who.id).map(({ body }) => Number(body.split(" ")[1]));
        expect(bodies).toEqual(bodies.toSorted((a, b) => a - b));
      }
    }
    expect(atAlice.messages()).toEqual(atBob.messages());
  });

  it("S16 R8 stores the same id once and tells the sender alone", async () => {
    const { alice, bob, room } = await strangers(origin());
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    const id = newId();
    const stored = await atAlice.say("tea?", id);
    atAlice.send({ type: "send", id, body: "something else", ref: "again" });
    expect(await atAlice.next("known")).toEqual({ type: "known", message: stored, ref: "again" });
    const again = await (await alice.again()).join(room);
    again.send({ type: "send", id, body: "from elsewhere" });
    expect(await again.next("known")).toEqual({ type: "known", message: stored });
    expect(await alice.ask("POST", `/rooms/${room}/messages`, { id, body: "over HTTP" })).toMatchObject({
      status: 200,
      body: { message: stored },
    });
    const next = await atBob.say("coffee?");
    expect(next.seq).toBe(2);
    await atAlice.message((message) => message.seq === 2);
    expect(atBob.frames.filter(({ type }) => type === "known")).toEqual([]);
    expect(atBob.messages()).toHaveLength(2);
  });

  it("S8 R8 hears what was sent over HTTP, once", async () => {
    const { alice, bob, room } = await strangers(origin());
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    const message = await alice.write(room, "by post");
    for (const line of [atAlice, atBob]) expect(await line.message(({ id }) => id === message.id)).toEqual(message);
    await atBob.say("end");
    expect(atBob.messages()).toHaveLength(2);
  });

  it("R11 S15 answers to a message that is there, and to no other", async () => {
    const { alice, bob, room } = await strangers(origin());
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    await atBob.say("one");
    const id = newId();
    atAlice.send({ type: "send", id, body: "two", replyTo: 7, ref: "r1" });
    expect(await atAlice.next("error")).toMatchObject({
      code: "bad_request",
      id,
      ref: "r1",
      detail: expect.stringMatching(/\S/),
    });
    atAlice.send({ type: "send", id, body: "two", replyTo: 1 });
    expect(await atBob.message((message) => message.id === id)).toMatchObject({ seq: 2, replyTo: 1 });
  });

  it("S5 answers ping with pong", async () => {
    const { alice } = await strangers(origin());
    const line = await alice.join("global");
    await line.ping();
    expect(line.texts).toEqual(["pong"]);
  });

  it("S10 S20 passes typing on to the others, at most once in 3 seconds", async () => {
    const { alice, bob, room } = await strangers(origin());
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    for (let n = 0; n < 5; n++) atAlice.send({ type: "typing" });
    expect(await atBob.next("typing")).toEqual({ type: "typing", user: alice.asPerson });
    await atAlice.say("end");
    await atBob.message(({ body }) => body === "end");
    expect(atBob.frames.filter(({ type }) => type === "typing")).toHaveLength(1);
    expect(atAlice.frames.filter(({ type }) => type === "typing" || type === "error")).toEqual([]);
  });

  it("S19 says who is here: people, not sockets", async () => {
    const { alice, bob, room } = await strangers(origin());
    const atAlice = await alice.join(room);
    const first = await bob.join(room);
    await atAlice.next("presence", ({ online, count }) => count === 2 && online?.includes(bob.id) === true);
    const second = await (await bob.again()).join(room);
    expect(second.frames[0]).toMatchObject({ type: "welcome", count: 2 });
    first.hangUp();
    await second.say("still here");
    const before = atAlice.frames.length;
    second.hangUp();
    const alone = () => atAlice.frames.slice(before).find((frame) => frame.type === "presence" && frame.count === 1);
    await atAlice.until("that Bob is gone", () => alone() !== undefined);
    expect(alone()).toEqual({ type: "presence", online: [alice.id], count: 1 });
  });

  it("S11 takes got for what it is, and answers nothing", async () => {
    const { alice, room } = await strangers(origin());
    const line = await alice.join(room);
    const { rev } = await line.say("one");
    line.send({ type: "got", rev });
    line.send({ type: "got", rev: 0 });
    line.send({ type: "got", rev: 999_999 });
    await line.say("two");
    expect(line.frames.filter(({ type }) => type === "error")).toEqual([]);
  });
});
