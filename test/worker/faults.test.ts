import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Room } from "../../worker/room/room.ts";
import { UpkeepNotes } from "../../worker/room/upkeep.ts";
import { type Cast, conversation, direct, evict, forget, group, newClientId, person } from "./support/cast.ts";

const alarm = (room: string) => runDurableObjectAlarm(env.ROOM.getByName(room));
async function recordedBodies(room: string): Promise<string[]> {
  const { results } = await env.DB.prepare("select body from messages where room_id = ? order by seq")
    .bind(room)
    .all<{ body: string }>();
  return results.map(({ body }) => body);
}

describe("a row that D1 refuses for good", () => {
  const refuse = (event: string) =>
    env.DB.exec(
      `create trigger refuse_${event} before ${event} on messages when new.body = 'poison' begin select raise(abort, 'no'); end`,
    );
  const relent = async () => {
    for (const event of ["insert", "update"]) await env.DB.exec(`drop trigger if exists refuse_${event}`);
  };
  // Each write of a room says where its head is.
  const away = () => env.DB.exec("create trigger away before insert on rooms begin select raise(abort, 'away'); end");
  const back = () => env.DB.exec("drop trigger if exists away");
  const health = (room: string) => env.ROOM.getByName(room).health();
  afterEach(relent);

  it("is set aside, stays in history, and does not hold up the rest", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await refuse("insert");
    for (const body of ["one", "two", "poison", "three", "four"]) await alice.say(room, body);
    for (let n = 0; n < 4; n++) await alarm(room);
    expect(await recordedBodies(room)).toEqual(["one", "two", "three", "four"]);
    await alice.say(room, "five");
    await vi.waitFor(async () => expect(await recordedBodies(room)).toContain("five"), { timeout: 3_000 });
    await evict(room);
    const { messages } = await bob.history(room);
    expect(messages.map(({ body }) => body)).toEqual(["one", "two", "poison", "three", "four", "five"]);
    expect((await bob.history(room, "?after=1&limit=3")).messages.map(({ seq }) => seq)).toEqual([2, 3, 4]);
    await vi.waitFor(async () => expect((await bob.search({ q: "three" })).hits).toHaveLength(1), { timeout: 3_000 });
    // It is offered again when it changes.
    expect(await health(room)).toMatchObject({ pending: 0, setAside: 1 });
    await alice.edit(room, 3, "antidote");
    await alarm(room);
    expect(await recordedBodies(room)).toEqual(["one", "two", "antidote", "three", "four", "five"]);
    expect(await health(room)).toMatchObject({ pending: 0, oldestAt: undefined, setAside: 0 });
  });

  it("is offered again after an hour, and kept in history until then", async () => {
    const { alice, bob, room } = await conversation(30);
    await forget(room);
    await refuse("update");
    await alice.edit(room, 2, "poison");
    await alice.edit(room, 3, "three");
    for (let n = 0; n < 5; n++) await alarm(room);
    expect((await recordedBodies(room)).slice(0, 3)).toEqual(["number 1", "number 2", "three"]);
    expect(await health(room)).toMatchObject({ seq: 30, rev: 32, recorded: 32, pending: 0, setAside: 1 });
    await relent();
    // Let go of by nobody, though everything else is.
    await forget(room);
    await alarm(room);
    expect((await recordedBodies(room))[1]).toBe("number 2");
    expect((await bob.history(room, "?after=1&limit=1")).messages).toMatchObject([{ body: "poison" }]);
    await runInDurableObject(env.ROOM.getByName(room), (_, { storage }) => {
      const notes = new UpkeepNotes(storage.kv);
      expect(Date.now() - notes.now.setAsideTriedAt).toBeLessThan(60_000);
      notes.keep({ setAsideTriedAt: Date.now() - 61 * 60_000 });
    });
    await evict(room);
    await alice.say(room, "something for the alarm to ring for");
    await alarm(room);
    expect((await recordedBodies(room))[1]).toBe("poison");
    expect(await health(room)).toMatchObject({ setAside: 0 });
  });

  it("counts what the record lacks, and since when", async () => {
    const { alice, room } = await conversation(2);
    await alarm(room);
    await away();
    try {
      const before = Date.now();
      await alice.edit(room, 1, "one");
      await alice.say(room, "three");
      const { oldestAt, ...rest } = await health(room);
      expect(rest).toMatchObject({ seq: 3, rev: 4, recorded: 2, pending: 2, setAside: 0 });
      expect(oldestAt).toBeGreaterThanOrEqual(before);
      expect(oldestAt).toBeLessThanOrEqual(Date.now());
    } finally {
      await back();
    }
    await alarm(room);
    expect(await health(room)).toMatchObject({ recorded: 4, indexed: 4, pending: 0, oldestAt: undefined });
  });

  it("is not mistaken for a store that is away", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await away();
    await alice.say(room, "alone");
    for (let n = 0; n < 5; n++) await alarm(room);
    await back();
    await alarm(room);
    expect(await recordedBodies(room)).toEqual(["alone"]);
  });
});

describe("whoever has an inbox open", () => {
  const away = () => env.DB.exec("create trigger away before insert on rooms begin select raise(abort, 'away'); end");
  const back = () => env.DB.exec("drop trigger if exists away");
  afterEach(back);

  it("S26: hears what is new when the record can be asked again", async () => {
    const { alice, bob, room } = await conversation(1);
    const line = await alice.join(room);
    const inbox = await bob.openInbox();
    await inbox.take("welcome");
    const inboxOfBob = env.INBOX.getByName(bob.id);
    await env.DB.exec("alter table members rename to members_away");
    try {
      await line.say("two").changed(2);
      await vi.waitFor(
        async () => expect(await runInDurableObject(inboxOfBob, (_, { storage }) => storage.getAlarm())).not.toBeNull(),
        5_000,
      );
    } finally {
      await env.DB.exec("alter table members_away rename to members");
    }
    await runDurableObjectAlarm(inboxOfBob);
    expect(await inbox.take("room")).toMatchObject({ room: { id: room, lastSeq: 2, lastMessage: { body: "two" } } });
  });

  it("S26: hears of a message that came before, and that the record got after", async () => {
    const { alice, bob, room } = await conversation(1);
    const line = await alice.join(room);
    await away();
    await line.say("two").changed(2);
    // A call to the inbox goes out at once; this one finds nobody there.
    await vi.waitFor(async () => expect(await env.INBOX.getByName(bob.id).tell(room, { lastSeq: 2 })).toBe(false));
    await evict(room);
    const inbox = await bob.openInbox();
    const behind = expect.objectContaining({ id: room, lastSeq: 1 });
    expect(await inbox.take("welcome")).toMatchObject({ rooms: expect.arrayContaining([behind]) });
    await back();
    await alarm(room);
    expect(await inbox.take("room")).toMatchObject({ room: { id: room, lastSeq: 2, lastMessage: { body: "two" } } });
  });

  it("S28: is told that they are named when the record has it, over a sleep of the room", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = await group(alice, [bob]);
    const line = await alice.join(room);
    const inbox = await bob.openInbox();
    await inbox.take("welcome");
    await away();
    await line.say(`@${bob.username}, look`).changed(1);
    expect(await inbox.take("room")).toMatchObject({ room: { id: room, lastSeq: 1, mentions: 0 } });
    await evict(room);
    await back();
    await alarm(room);
    expect(await inbox.take("room")).toMatchObject({ room: { id: room, lastSeq: 1, mentions: 1 } });
  });
});

describe("a socket", () => {
  it("S5: that fell silent leaves presence, and one that never pings stays", async () => {
    const [alice, bob, eve] = await Promise.all([person("alice"), person("bob"), person("eve")]);
    const [atAlice, atBob] = await Promise.all([alice.join("global"), bob.join("global")]);
    await atAlice.send("ping").take("pong");
    await atBob.next("welcome");
    await runInDurableObject(env.ROOM.getByName("global"), (room: Room) => room.sweep(Date.now() + 60_000));
    expect(atAlice.isOpen).toBe(true);
    await runInDurableObject(env.ROOM.getByName("global"), (room: Room) => room.sweep(Date.now() + 100_000));
    expect(await atAlice.closed()).toBe(1001);
    const { online } = await (await eve.join("global")).next("welcome");
    expect(online).toContain(bob.id);
    expect(online).not.toContain(alice.id);
  });

  it("S5: that pinged once is not silent while it says anything", async () => {
    const { alice, room } = await conversation(0);
    const line = await alice.join(room);
    await line.send("ping").take("pong");
    const sweep = (ms: number) =>
      runInDurableObject(env.ROOM.getByName(room), (object: Room) => object.sweep(Date.now() + ms));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 80_000 });
    await line.say("one").changed(1);
    line.send({ type: "got", rev: 1 }).send({ type: "read", seq: 0, back: true });
    await line.next("read");
    vi.useRealTimers();
    await sweep(100_000);
    expect(line.isOpen).toBe(true);
    await sweep(200_000);
    expect(await line.closed()).toBe(1001);
  });

  it("S11: that does not say what it got is closed after 20 seconds, though nothing more is said", async () => {
    const { alice, bob, room } = await conversation(1);
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    atAlice.say("two");
    for (const line of [atAlice, atBob]) await line.changed(2);
    atAlice.send({ type: "got", rev: 2 }).send({ type: "read", seq: 1, back: true });
    await atBob.next("read");
    const sweep = (ms: number) =>
      runInDurableObject(env.ROOM.getByName(room), (object: Room) => object.sweep(Date.now() + ms));
    await sweep(19_000);
    expect(atBob.isOpen).toBe(true);
    await sweep(21_000);
    expect(await atBob.closed()).toBe(4408);
    expect(atAlice.isOpen).toBe(true);
  });
});

describe("somebody's devices", () => {
  it("S5: that fell silent are told nothing, and hear why they are closed", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const inbox = await alice.openInbox();
    await inbox.send("ping").take("pong");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 100_000 });
    try {
      await bob.say(direct(alice, bob), "are you there?");
      expect(await inbox.closed()).toBe(1001);
      expect(inbox.all("room")).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("what is known already", () => {
  it("R8: is answered again and again, but not for ever to a socket that asks for nothing else", async () => {
    const { alice, room } = await conversation(0);
    const line = await alice.join(room);
    const id = newClientId();
    const body = "x".repeat(4_000);
    line.say(body, id);
    await line.changed(1);
    for (let n = 0; n < 100; n++) line.say(body, id);
    for (let n = 0; n < 100; n++) await line.next("known");
    expect(line.isOpen).toBe(true);
    for (let n = 0; n < 600; n++) line.say(body, id);
    expect(await line.closed()).toBe(4408);
  });
});

describe("hostile input", () => {
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  const id = () => newClientId();
  const corpus: [string, () => string | ArrayBuffer][] = [
    ["no text at all", () => ""],
    ["half a frame", () => '{"type":"send"'],
    ["a list", () => "[]"],
    ["a number", () => "7"],
    ["text", () => '"send"'],
    ["null", () => "null"],
    ["nested deeply", () => deep],
    ["nested deeply in a field", () => `{"type":"send","id":"${id()}","body":${deep}}`],
    ["a type that is none", () => '{"type":"__proto__"}'],
    ["a type of another type", () => '{"type":["send"]}'],
    ["a prototype", () => `{"__proto__":{"type":"send"},"id":"${id()}","body":"x"}`],
    ["no id", () => '{"type":"send","body":"x"}'],
    ["an id of another type", () => '{"type":"send","id":12345678,"body":"x"}'],
    ["an id too short", () => '{"type":"send","id":"1234567","body":"x"}'],
    ["an id too long", () => `{"type":"send","id":"${"x".repeat(65)}","body":"x"}`],
    ["an id with signs", () => '{"type":"send","id":"../../../../etc","body":"x"}'],
    ["no body", () => `{"type":"send","id":"${id()}"}`],
    ["an empty body", () => `{"type":"send","id":"${id()}","body":""}`],
    ["a body of spaces", () => `{"type":"send","id":"${id()}","body":" \\n\\t "}`],
    ["a body that is a list", () => `{"type":"send","id":"${id()}","body":["x"]}`],
    ["a body of 4,001", () => JSON.stringify({ type: "send", id: id(), body: "x".repeat(4_001) })],
    ["a lone surrogate", () => `{"type":"send","id":"${id()}","body":"\\ud800"}`],
    ["a null character", () => `{"type":"send","id":"${id()}","body":"a\\u0000b"}`],
    ["an escape character", () => `{"type":"send","id":"${id()}","body":"a\\u001bb"}`],
    ["a reply to half a message", () => `{"type":"send","id":"${id()}","body":"x","replyTo":1.5}`],
    ["a reply to what is to come", () => `{"type":"send","id":"${id()}","body":"x","replyTo":99999}`],
    ["a read mark that is text", () => '{"type":"read","seq":"1"}'],
    ["a read mark below nothing", () => '{"type":"read","seq":-1}'],
    ["a read mark beyond numbers", () => '{"type":"read","seq":1e400}'],
    ["an edit of nothing", () => '{"type":"edit","body":"x"}'],
    ["an edit of a message that is text", () => '{"type":"edit","seq":"1","body":"x"}'],
    ["an edit below the first", () => '{"type":"edit","seq":0,"body":"x"}'],
    ["an edit without a body", () => '{"type":"edit","seq":1}'],
    ["an edit to nothing", () => '{"type":"edit","seq":1,"body":"\\n "}'],
    ["an edit to a list", () => '{"type":"edit","seq":1,"body":["x"]}'],
    ["an edit to 4,001", () => JSON.stringify({ type: "edit", seq: 1, body: "x".repeat(4_001) })],
    ["an edit to a lone surrogate", () => '{"type":"edit","seq":1,"body":"\\udc00"}'],
    ["an edit nested deeply", () => `{"type":"edit","seq":1,"body":${deep}}`],
    ["a delete of nothing", () => '{"type":"delete"}'],
    ["a delete of half a message", () => '{"type":"delete","seq":0.5}'],
    ["a delete of many", () => '{"type":"delete","seq":[1]}'],
    ["a delete beyond numbers", () => '{"type":"delete","seq":1e400}'],
    ["a reaction to nothing", () => '{"type":"react","emoji":"🎉","on":true}'],
    ["a reaction without an emoji", () => '{"type":"react","seq":1,"on":true}'],
    ["a reaction in words", () => '{"type":"react","seq":1,"emoji":"ok","on":true}'],
    ["a reaction of two", () => '{"type":"react","seq":1,"emoji":"🎉🎉","on":true}'],
    ["a reaction of half an emoji", () => '{"type":"react","seq":1,"emoji":"\\ud83c","on":true}'],
    ["a reaction of a prototype", () => '{"type":"react","seq":1,"emoji":"__proto__","on":true}'],
    ["a reaction of 64 KiB", () => JSON.stringify({ type: "react", seq: 1, emoji: "🎉".repeat(16_000), on: true })],
    ["a reaction neither on nor off", () => '{"type":"react","seq":1,"emoji":"🎉","on":"yes"}'],
    ["a reaction that does not say", () => '{"type":"react","seq":1,"emoji":"🎉"}'],
    ["a got that is none", () => '{"type":"got","rev":null}'],
    ["a ref too long", () => JSON.stringify({ type: "typing", ref: "x".repeat(65) })],
    ["a ref that is none", () => '{"type":"typing","ref":7}'],
    ["bytes", () => new Uint8Array([0, 1, 2, 255]).buffer],
  ];

  let alice: Cast;
  let bob: Cast;
  beforeAll(async () => {
    [alice, bob] = await Promise.all([person("alice"), person("bob")]);
  });

  it.each(corpus)("S29: %s gets one error and nothing is stored", async (_, frame) => {
    const room = direct(alice, bob);
    const { length } = (await bob.history(room, "?limit=100")).messages;
    const [atAlice, atBob] = await Promise.all([alice.join(room), bob.join(room)]);
    atAlice.send(frame());
    expect(await atAlice.next("error")).toMatchObject({ code: "bad_request" });
    atAlice.say("still well");
    expect(await atBob.bodies(1)).toEqual(["still well"]);
    expect(atBob.all("error")).toEqual([]);
    expect(atAlice.all("error")).toHaveLength(1);
    expect((await bob.history(room, "?limit=100")).messages).toHaveLength(length + 1);
    for (const socket of [atAlice, atBob]) socket.close();
  });
});
