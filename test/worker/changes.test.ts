import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Message } from "../../worker/protocol.ts";
import { type Cast, conversation, direct, evict, person } from "./support/cast.ts";
import type { Connection } from "./support/connection.ts";

async function promote(who: Cast, role: string): Promise<void> {
  await env.DB.prepare("update users set role = ? where id = ?").bind(role, who.id).run();
}

describe("a change over the socket", () => {
  it("S12 R7: comes to everybody as the next rev, the message as it is now", async () => {
    const { alice, bob, room } = await conversation(2);
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    const [first] = (await atBob.next("welcome")).messages;
    const frames: [Connection, object, object][] = [
      [atAlice, { type: "edit", seq: 1, body: " number one " }, { body: "number one", editedAt: expect.any(Number) }],
      [atBob, { type: "react", seq: 1, emoji: "🎉", on: true }, { reactions: { "🎉": [bob.id] } }],
      [atAlice, { type: "react", seq: 1, emoji: "🎉", on: true }, { reactions: { "🎉": [bob.id, alice.id] } }],
      [atBob, { type: "react", seq: 1, emoji: "🎉", on: false }, { reactions: { "🎉": [alice.id] } }],
    ];
    let rev = 2;
    for (const [line, frame, change] of frames) {
      line.send(frame);
      const seen = await atBob.next("messages");
      expect(seen).toMatchObject({
        prev: rev,
        rev: ++rev,
        messages: [{ ...first, rev, body: "number one", ...change }],
      });
      expect(seen.messages).toHaveLength(1);
      expect(await atAlice.next("messages")).toEqual(seen);
    }
    atAlice.send({ type: "delete", seq: 1 });
    const { messages } = await atBob.next("messages");
    expect(messages).toEqual([
      { ...first, rev: 7, body: "", editedAt: expect.any(Number), deletedAt: expect.any(Number) },
    ]);
  });

  it("S14: several in one turn share a frame, each message once, without a hole in the revs", async () => {
    const { alice, bob, room } = await conversation(3);
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    await atBob.next("welcome");
    for (let n = 0; n < 20; n++) {
      atAlice.send({ type: "edit", seq: 1 + (n % 3), body: `edit ${n}` });
      if (n % 5 === 0) atAlice.say(`new ${n}`);
    }
    let rev = 3;
    const shown = new Map<number, Message>();
    while (rev < 27) {
      const frame = await atBob.next("messages");
      expect(frame.prev).toBe(rev);
      expect(new Set(frame.messages.map(({ seq }) => seq)).size).toBe(frame.messages.length);
      expect(frame.messages.map(({ seq }) => seq)).toEqual(
        frame.messages.map(({ seq }) => seq).toSorted((a, b) => a - b),
      );
      for (const message of frame.messages) {
        expect(message.rev).toBeGreaterThan(frame.prev);
        expect(message.rev).toBeLessThanOrEqual(frame.rev);
        shown.set(message.seq, message);
      }
      rev = frame.rev;
    }
    const { messages } = await bob.history(room);
    for (const [seq, message] of shown) expect(message).toEqual(messages[seq - 1]);
    expect(messages.slice(0, 3).map(({ body }) => body)).toEqual(["edit 18", "edit 19", "edit 17"]);
  });

  it("S16: that changes nothing is told to the one who asked, and is none", async () => {
    const { alice, bob, room } = await conversation(1);
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    const nothing = async (frame: object, message: object) => {
      atAlice.send({ ...frame, ref: "again" });
      expect(await atAlice.next("known")).toMatchObject({ ref: "again", message });
    };
    await nothing({ type: "edit", seq: 1, body: "number 1" }, { rev: 1, body: "number 1" });
    await nothing({ type: "react", seq: 1, emoji: "🎉", on: false }, { rev: 1 });
    atAlice.send({ type: "react", seq: 1, emoji: "🎉", on: true });
    await atAlice.changed(1);
    await evict(room);
    await nothing({ type: "react", seq: 1, emoji: "🎉", on: true }, { rev: 2, reactions: { "🎉": [alice.id] } });
    atAlice.send({ type: "delete", seq: 1 });
    await atAlice.changed(1);
    await nothing({ type: "delete", seq: 1 }, { rev: 3, body: "" });
    expect(atAlice.all("known").at(0)).not.toHaveProperty("message.editedAt");
    atBob.say("end");
    await atBob.changed(2);
    expect(atBob.all("known")).toEqual([]);
    expect(atBob.all("messages").map(({ rev }) => rev)).toEqual([2, 3, 4]);
  });

  it("H33 S15: is refused to whom it is not for, with its ref and seq, and stores nothing", async () => {
    const { alice, bob, room } = await conversation(2);
    await alice.remove(room, 2);
    const atBob = await bob.join(room);
    const refused: [object, string][] = [
      [{ type: "edit", seq: 1, body: "mine" }, "forbidden"],
      [{ type: "delete", seq: 1 }, "forbidden"],
      [{ type: "delete", seq: 2 }, "forbidden"],
      [{ type: "edit", seq: 2, body: "back again" }, "not_found"],
      [{ type: "react", seq: 2, emoji: "🎉", on: true }, "not_found"],
      [{ type: "react", seq: 2, emoji: "🎉", on: false }, "not_found"],
      [{ type: "edit", seq: 3, body: "of nothing" }, "not_found"],
      [{ type: "delete", seq: 2 ** 52 }, "not_found"],
      [{ type: "react", seq: 3, emoji: "🎉", on: true }, "not_found"],
    ];
    for (const [index, [frame, code]] of refused.entries()) {
      atBob.send({ ...frame, ref: `r${index}` });
      expect(await atBob.next("error"), JSON.stringify(frame)).toMatchObject({
        ...pick(frame),
        code,
        ref: `r${index}`,
      });
    }
    expect((await (await bob.join(room)).next("welcome")).rev).toBe(3);
  });

  it("R15: has 20 kinds and no more, until one of them is free", async () => {
    const { alice, bob, room } = await conversation(1);
    const atBob = await bob.join(room);
    const emoji = (n: number) => String.fromCodePoint(0x1f600 + n);
    for (let n = 0; n < 21; n++) atBob.send({ type: "react", seq: 1, emoji: emoji(n), on: true });
    expect(await atBob.next("error")).toMatchObject({ code: "conflict", seq: 1 });
    expect((await alice.react(room, 1, emoji(20))).status).toBe(409);
    expect((await alice.react(room, 1, emoji(19))).status).toBe(204);
    expect((await bob.react(room, 1, emoji(0), false)).status).toBe(204);
    await evict(room);
    expect((await alice.react(room, 1, emoji(20))).status).toBe(204);
    const [message] = (await bob.history(room)).messages;
    expect(Object.keys(message?.reactions ?? {})).toEqual(Array.from({ length: 20 }, (_, n) => emoji(n + 1)));
  });
});

const pick = (frame: object) => ("seq" in frame ? { seq: frame.seq } : {});

describe("a change over HTTP", () => {
  it("H33 H34: does as over the socket, and says so again when it is asked again", async () => {
    const { alice, bob, room } = await conversation(2);
    const atBob = await bob.join(room);
    const edited = await alice.edit(room, 1, "one");
    expect(edited).toMatchObject({ status: 200, body: { message: { seq: 1, rev: 3, body: "one" } } });
    expect(await atBob.changed(1)).toEqual(edited.body.message);
    await evict(room);
    expect(await alice.edit(room, 1, "one")).toMatchObject({ status: 200, body: edited.body });
    for (let n = 0; n < 2; n++) expect((await bob.react(room, 1, "👩‍👩‍👧‍👦")).status).toBe(204);
    expect(await atBob.changed(1)).toMatchObject({ rev: 4, reactions: { "👩‍👩‍👧‍👦": [bob.id] } });
    for (let n = 0; n < 2; n++) expect((await bob.react(room, 1, "👩‍👩‍👧‍👦", false)).status).toBe(204);
    expect(await atBob.changed(1)).not.toHaveProperty("reactions");
    for (let n = 0; n < 2; n++) expect((await alice.remove(room, 1)).status).toBe(204);
    expect(await atBob.changed(1)).toMatchObject({ rev: 6, body: "", deletedAt: expect.any(Number) });
    expect((await (await bob.join(room)).next("welcome")).rev).toBe(6);
  });

  it("G8: refuses what is not one's own, not there, or not an emoji", async () => {
    const { alice, bob, room } = await conversation(1);
    const path = `/api/rooms/${room}/messages`;
    const refused: [Cast, string, string, unknown, number, string][] = [
      [bob, "PATCH", "/1", { body: "mine" }, 403, "forbidden"],
      [bob, "DELETE", "/1", undefined, 403, "forbidden"],
      [alice, "PATCH", "/2", { body: "x" }, 404, "not_found"],
      [alice, "DELETE", "/0", undefined, 404, "not_found"],
      [alice, "DELETE", "/1x", undefined, 404, "not_found"],
      [alice, "DELETE", "/1e0", undefined, 404, "not_found"],
      [alice, "DELETE", "/-1", undefined, 404, "not_found"],
      [alice, "DELETE", "/99999999999999999999", undefined, 404, "not_found"],
      [alice, "PATCH", "/1", { body: "" }, 400, "bad_request"],
      [alice, "PATCH", "/1", { body: 7 }, 400, "bad_request"],
      [alice, "PATCH", "/1", {}, 400, "bad_request"],
      [alice, "PATCH", "/1", [], 400, "bad_request"],
      [alice, "PATCH", "/1", { body: "x".repeat(4001) }, 400, "bad_request"],
      [alice, "PATCH", "/1", '{"body":"\\ud800"}', 400, "bad_request"],
      [alice, "PATCH", "/1", '{"__proto__":{"body":"x"}}', 400, "bad_request"],
      [alice, "PATCH", "/1", { body: "x", pad: "x".repeat(70_000) }, 413, "too_large"],
      [alice, "PUT", "/1/reactions/x", undefined, 400, "bad_request"],
      [alice, "PUT", "/1/reactions/%F0%9F%8E%89%F0%9F%8E%89", undefined, 400, "bad_request"],
      [alice, "PUT", "/1/reactions/%F0%9F", undefined, 400, "bad_request"],
      [alice, "PUT", "/1/reactions/__proto__", undefined, 400, "bad_request"],
      [alice, "PUT", "/2/reactions/%F0%9F%8E%89", undefined, 404, "not_found"],
      [alice, "POST", "/1", {}, 405, "method_not_allowed"],
    ];
    for (const [who, method, rest, body, status, code] of refused) {
      expect(await who.call(method, path + rest, body), `${method} ${rest}`).toMatchObject({ status, body: { code } });
    }
    expect((await (await bob.join(room)).next("welcome")).rev).toBe(1);
  });
});

describe("a moderator", () => {
  it("H33: deletes what anybody wrote in the global room, and edits nothing of others", async () => {
    const [alice, bob, mod] = await Promise.all([person("alice"), person("bob"), person("mod")]);
    await promote(mod, "moderator");
    const [one, two] = [await alice.say("global", "spam"), await alice.say("global", "more spam")];
    const [atMod, atBob] = [await mod.join("global"), await bob.join("global")];
    await evict("global");
    atBob.send({ type: "delete", seq: one.seq });
    expect(await atBob.next("error")).toMatchObject({ code: "forbidden" });
    atMod.send({ type: "edit", seq: one.seq, body: "ham" });
    expect(await atMod.next("error")).toMatchObject({ code: "forbidden" });
    atMod.send({ type: "delete", seq: one.seq });
    expect(await atBob.changed(one.seq)).toMatchObject({ body: "", from: { id: alice.id } });
    expect((await bob.remove("global", two.seq)).status).toBe(403);
    expect((await mod.remove("global", two.seq)).status).toBe(204);
  });

  it("H33: is nobody special in the direct room of two people", async () => {
    const [alice, admin] = await Promise.all([person("alice"), person("admin")]);
    await promote(admin, "admin");
    const room = direct(alice, admin);
    await alice.say(room, "between us");
    expect((await admin.remove(room, 1)).status).toBe(403);
    const at = await admin.join(room);
    at.send({ type: "delete", seq: 1 });
    expect(await at.next("error")).toMatchObject({ code: "forbidden" });
    expect((await alice.remove(room, 1)).status).toBe(204);
  });
});
