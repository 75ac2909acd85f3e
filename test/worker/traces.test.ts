import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { indexMessages } from "../../worker/search/message-index.ts";
import { conversation, direct, evict, forget, newClientId, person } from "./support/cast.ts";

const UNCHANGED = { replyTo: null, editedAt: null, deletedAt: null, reactions: null, mentions: null, pinnedAt: null };

describe("what a change leaves elsewhere", () => {
  it("R14: of a deleted message no word is left: not in the room, the record, the list, nor in search", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await alice.say(room, "a pomegranate");
    await alice.edit(room, 1, "two pomegranates");
    await vi.waitFor(async () => expect((await bob.search({ q: "pomegranates" })).hits).toHaveLength(1), 3_000);
    expect((await bob.rooms())[0]).toMatchObject({ lastMessage: { body: "two pomegranates" } });
    const inbox = await bob.openInbox();
    await inbox.take("welcome");
    await alice.remove(room, 1);
    expect(await inbox.take("room")).toMatchObject({
      room: { id: room, lastSeq: 1, lastMessage: { seq: 1, rev: 3, body: "", deletedAt: expect.any(Number) } },
    });
    await vi.waitFor(
      async () => expect((await bob.rooms())[0]).toMatchObject({ lastSeq: 1, lastMessage: { body: "", rev: 3 } }),
      3_000,
    );
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    for (const q of ["pomegranate", "pomegranates"]) expect((await bob.search({ q })).hits).toEqual([]);
    const kept = await runInDurableObject(env.ROOM.getByName(room), (_, { storage }) => {
      const tables = storage.sql
        .exec<{ name: string }>("select name from sqlite_schema where type = 'table'")
        .toArray();
      return tables.map(({ name }) =>
        name.startsWith("_cf") ? [] : storage.sql.exec(`select * from "${name}"`).toArray(),
      );
    });
    expect(JSON.stringify(kept)).toContain(alice.id);
    expect(JSON.stringify(kept)).not.toContain("pomegranate");
    for (const table of ["messages", "rooms"]) {
      const { results } = await env.DB.prepare(`select * from ${table}`).all();
      expect(JSON.stringify(results)).toContain(room);
      expect(JSON.stringify(results)).not.toContain("pomegranate");
    }
  });

  it("H46: a message is found by what it says now, and a deleted one never, though the index is behind", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    for (const body of ["red balloon", "green balloon"]) await alice.say(room, body);
    const found = async (q: string) => (await bob.search({ q, room })).hits.map(({ message }) => message.seq);
    await vi.waitFor(async () => expect(await found("balloon")).toEqual([2, 1]), 3_000);
    const before = await runInDurableObject(env.ROOM.getByName(room), (_, { storage }) =>
      storage.sql.exec<{ seq: number; at: number; body: string }>("select seq, at, body from messages").toArray(),
    );
    await alice.edit(room, 1, "blue balloon");
    await vi.waitFor(async () => expect(await found("blue")).toEqual([1]), 2_000);
    expect(await found("red")).toEqual([]);
    await alice.remove(room, 2);
    await vi.waitFor(async () => expect(await found("balloon")).toEqual([1]), 2_000);
    // The index as it was before: as if what came since had not reached it.
    const stale = before.map((row) => ({ ...row, ...UNCHANGED, authorId: alice.id, id: newClientId(), rev: row.seq }));
    await indexMessages(env.SEARCH, room, stale);
    expect(await found("red")).toEqual([]);
    expect(await found("green")).toEqual([]);
    expect(await found("balloon")).toEqual([1]);
  });

  it("R16 R17: editing and being reacted to moves no read mark", async () => {
    const { alice, bob, room } = await conversation(3);
    await vi.waitFor(async () => expect((await alice.rooms())[0]).toMatchObject({ readSeq: 3 }), 4_000);
    await alice.call("PUT", `/api/rooms/${room}/read`, { seq: 1, back: true });
    await forget(room);
    await evict(room);
    await alice.edit(room, 3, "three");
    await bob.react(room, 3, "🎉");
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    expect((await alice.rooms())[0]).toMatchObject({ readSeq: 1, unread: 2 });
    expect((await bob.rooms())[0]).toMatchObject({ readSeq: 0, unread: 3 });
  });

  it("R11: a deleted message may still be answered", async () => {
    const { alice, bob, room } = await conversation(1);
    await alice.remove(room, 1);
    const answer = await bob.call("POST", `/api/rooms/${room}/messages`, { id: newClientId(), body: "re", replyTo: 1 });
    expect(answer).toMatchObject({ status: 201, body: { message: { seq: 2, replyTo: 1 } } });
  });

  it("R8: an id that was sent before is answered with its message as it is now", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const at = await alice.join(room);
    await alice.say(room, "once", "the-very-same-id");
    await alice.remove(room, 1);
    at.say("once", "the-very-same-id");
    expect(await at.next("known")).toMatchObject({ message: { seq: 1, rev: 2, body: "" } });
  });
});
