import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { UpkeepNotes } from "../../worker/room/upkeep.ts";
import { conversation, evict, forget, recorded } from "./support/cast.ts";

const notes = (room: string) =>
  runInDurableObject(env.ROOM.getByName(room), (_, { storage }) => new UpkeepNotes(storage.kv).now);

describe("a message that the room has let go of", () => {
  afterEach(() => env.DB.exec("drop trigger if exists down_insert; drop trigger if exists down_update"));

  it("S12: is changed like any other, and everybody's change stays, in the order in which they came", async () => {
    const { alice, bob, room } = await conversation(40);
    await forget(room);
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    // All at once: they wait for the same message.
    for (const emoji of ["🎉", "❤️", "👍🏽"]) atBob.send({ type: "react", seq: 2, emoji, on: true });
    atBob.send({ type: "react", seq: 2, emoji: "❤️", on: false });
    atBob.send({ type: "react", seq: 2, emoji: "❤️", on: true });
    atBob.send({ type: "react", seq: 2, emoji: "🎉", on: true });
    await atBob.next("known");
    atAlice.send({ type: "edit", seq: 3, body: "first" });
    atAlice.send({ type: "edit", seq: 3, body: "second" });
    atAlice.send({ type: "delete", seq: 4 });
    atAlice.send({ type: "edit", seq: 4, body: "too late" });
    expect(await atAlice.next("error")).toMatchObject({ code: "not_found", seq: 4 });
    const [, two, three, four] = (await bob.history(room, "?after=0&limit=10")).messages;
    expect(Object.entries(two?.reactions ?? {})).toEqual(["🎉", "👍🏽", "❤️"].map((emoji) => [emoji, [bob.id]]));
    expect(three).toMatchObject({ body: "second", from: { id: alice.id, username: alice.username } });
    expect(four).toMatchObject({ body: "" });
    expect((await (await bob.join(room)).next("welcome")).rev).toBe(48);
  });

  it("S21: comes to whom it was missed by, and its rev is never given again", async () => {
    const { alice, bob, room } = await conversation(40);
    await forget(room);
    const { epoch, rev } = await (await bob.join(room)).next("welcome");
    await alice.edit(room, 5, "five");
    await bob.react(room, 5, "🎉");
    await alice.say(room, "new");
    await evict(room);
    const missed = await (await bob.join(room, { since: rev, epoch })).next("welcome");
    expect(missed).toMatchObject({ reset: false, seq: 41, rev: 43 });
    expect(missed.messages).toMatchObject([
      { seq: 5, rev: 42, body: "five", reactions: { "🎉": [bob.id] } },
      { seq: 41, rev: 43, body: "new" },
    ]);
    await alice.edit(room, 6, "six");
    // The changed message had the highest rev of all, and is let go of once more.
    await forget(room);
    await evict(room);
    expect(await (await bob.join(room, { since: rev, epoch })).next("welcome")).toMatchObject({ reset: true, rev: 44 });
    expect(await alice.say(room, "newer")).toMatchObject({ seq: 42, rev: 45 });
    expect((await bob.history(room, "?after=4&limit=2")).messages).toMatchObject([{ body: "five" }, { body: "six" }]);
  });

  it("S12 H29: cannot be changed while the record cannot be read; then nothing is stored, and the rest goes on", async () => {
    const { alice, bob, room } = await conversation(40);
    await forget(room);
    const at = await alice.join(room);
    await env.DB.exec("alter table messages rename to messages_away");
    try {
      at.send({ type: "edit", seq: 2, body: "two", ref: "old" });
      expect(await at.next("error")).toMatchObject({ code: "unavailable", ref: "old", seq: 2 });
      expect((await alice.edit(room, 2, "two")).status).toBe(503);
      at.send({ type: "edit", seq: 40, body: "forty" });
      expect(await at.changed(40)).toMatchObject({ rev: 41 });
    } finally {
      await env.DB.exec("alter table messages_away rename to messages");
    }
    expect(await alice.edit(room, 2, "two")).toMatchObject({ status: 200, body: { message: { rev: 42 } } });
    expect((await bob.history(room, "?after=1&limit=1")).messages).toMatchObject([{ body: "two" }]);
  });

  it("S15: that is in neither place is a fault of the server, told to the one who asked and to nobody else", async () => {
    const { alice, bob, room } = await conversation(40);
    await forget(room);
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    await env.DB.prepare("delete from messages where room_id = ? and seq = 2").bind(room).run();
    atAlice.send({ type: "edit", seq: 2, body: "two", ref: "lost" });
    expect(await atAlice.next("error")).toMatchObject({ code: "internal", ref: "lost", seq: 2 });
    expect((await alice.edit(room, 2, "two")).status).toBe(500);
    atAlice.send({ type: "edit", seq: 3, body: "three" });
    expect(await atBob.changed(3)).toMatchObject({ rev: 41 });
    expect(atBob.all("error")).toEqual([]);
  });

  it("S17: is once and right in the record after a crash between its commit and our noting it", async () => {
    const { alice, room } = await conversation(30);
    await forget(room);
    const noted = await notes(room);
    for (const body of ["a", "b", "c"]) {
      await alice.edit(room, 2, body);
      await expect.poll(async () => (await recorded(room))[1]).toMatchObject({ body });
      await evict(room);
    }
    expect(await notes(room)).toEqual(noted);
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    const rows = await recorded(room);
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
    expect(rows[1]).toMatchObject({ body: "c", rev: 33 });
    expect(await notes(room)).toMatchObject({ recorded: 33, indexed: 33 });
  });

  it("H29: is in history as it is now, while the record takes no writes and after", async () => {
    const { alice, bob, room } = await conversation(60);
    await forget(room);
    for (const event of ["insert", "update"]) {
      await env.DB.exec(
        `create trigger down_${event} before ${event} on messages begin select raise(abort, 'away'); end`,
      );
    }
    await alice.edit(room, 10, "ten");
    await alice.remove(room, 11);
    await bob.react(room, 12, "🎉");
    const look = async () => {
      const { messages } = await bob.history(room, "?around=12&limit=20");
      expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
      expect(messages.slice(8, 11)).toMatchObject([
        { body: "ten", rev: 61 },
        { body: "", rev: 62 },
        { body: "number 12", rev: 63, reactions: { "🎉": [bob.id] } },
      ]);
    };
    await look();
    await evict(room);
    await look();
    expect((await recorded(room))[9]).toMatchObject({ rev: 10, body: "number 10" });
    await env.DB.exec("drop trigger down_insert; drop trigger down_update");
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    expect((await recorded(room)).slice(9, 12)).toMatchObject([
      { rev: 61, body: "ten" },
      { rev: 62, body: "", reactions: null },
      { rev: 63, reactions: JSON.stringify({ "🎉": [bob.id] }) },
    ]);
    await forget(room);
    await look();
  });
});
