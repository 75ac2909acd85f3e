import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Room } from "../../worker/room/room.ts";
import { type Cast, direct, evict, newClientId, person } from "./support/cast.ts";

const alarm = (room: string) => runDurableObjectAlarm(env.ROOM.getByName(room));
async function recordedBodies(room: string): Promise<string[]> {
  const { results } = await env.DB.prepare("select body from messages where room_id = ? order by seq")
    .bind(room)
    .all<{ body: string }>();
  return results.map(({ body }) => body);
}

describe("a row that D1 refuses for good", () => {
  afterEach(() => env.DB.exec("drop trigger if exists refuse_poison"));

  it("is set aside, stays in history, and does not hold up the rest", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await env.DB.exec(
      "create trigger refuse_poison before insert on messages when new.body = 'poison' begin select raise(abort, 'no'); end",
    );
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
  });

  it("is not mistaken for a store that is away", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await env.DB.exec("alter table messages rename to messages_away");
    await alice.say(room, "alone");
    for (let n = 0; n < 5; n++) await alarm(room);
    await env.DB.exec("alter table messages_away rename to messages");
    await alarm(room);
    expect(await recordedBodies(room)).toEqual(["alone"]);
  });
});

describe("a socket", () => {
  it("that fell silent leaves presence, and one that never pings stays", async () => {
    const [alice, bob, eve] = await Promise.all([person("alice"), person("bob"), person("eve")]);
    const [atAlice, atBob] = await Promise.all([alice.join("global"), bob.join("global")]);
    await atAlice.send("ping").take("pong");
    await atBob.next("welcome");
    await runInDurableObject(env.ROOM.getByName("global"), (room: Room) => room.sweep(Date.now() + 60_000));
    expect(atAlice.isOpen).toBe(true);
    await runInDurableObject(env.ROOM.getByName("global"), (room: Room) => room.sweep(Date.now() + 100_000));
    expect(await atAlice.closed()).toBeLessThan(4500);
    const { online } = await (await eve.join("global")).next("welcome");
    expect(online).toContain(bob.id);
    expect(online).not.toContain(alice.id);
  });

  it("S11: that does not say what it got is closed after 8 MiB, others lose nothing, and it resumes without a hole", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const [atAlice, slow] = await Promise.all([alice.join(room), bob.join(room)]);
    const { epoch, rev: start } = await slow.next("welcome");
    const body = "\u{1f600}".repeat(4_000);
    let rev = start;
    // 4,000 emoji are 16 kB; each frame is acknowledged by alice alone.
    while (slow.isOpen && rev < 800) {
      atAlice.say(body);
      const frame = await atAlice.next("messages");
      rev = frame.rev;
      atAlice.send({ type: "got", rev });
    }
    expect(await slow.closed()).toBe(4408);
    expect(rev).toBeGreaterThan(500);
    expect(atAlice.isOpen).toBe(true);
    const back = await bob.join(room, { since: rev - 10, epoch });
    expect((await back.next("welcome")).messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 10 }, (_, n) => rev - 9 + n),
    );
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
