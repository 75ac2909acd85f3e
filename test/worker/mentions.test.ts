import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { recordVersions } from "../../worker/db/messages.ts";
import type { Message, Room } from "../../worker/protocol.ts";
import { type Cast, direct, evict, forget, group, newClientId, PASSWORD, person } from "./support/cast.ts";

async function roomOf(who: Cast, room: string): Promise<Room> {
  return (await who.call<{ room: Room }>("GET", `/api/rooms/${room}`)).body.room;
}
const mentionsOf = (who: Cast, room: string, count: number) =>
  vi.waitFor(async () => expect((await roomOf(who, room)).mentions).toBe(count), { timeout: 5_000 });

describe("R12 mentions", () => {
  it("are the people in the room whom a message names, each once", async () => {
    const [ann, bob, eve] = await Promise.all([person("ann"), person("bob"), person("eve")]);
    const room = await group(ann, [bob]);
    const body = `@${bob.username} and @${ann.username.toUpperCase()}, @${bob.username}! not @${eve.username}, @nobody_at_all or a@${bob.username}`;
    expect((await ann.say(room, body)).mentions).toEqual([bob.id, ann.id]);
    expect((await ann.say(room, "nobody @ all")).mentions).toBeUndefined();
    // Eve is in neither, but everybody is in the global room.
    const dm = direct(ann, bob);
    expect((await bob.say(dm, `@${eve.username} @${ann.username}`)).mentions).toEqual([ann.id]);
    expect((await bob.say("global", `@${eve.username} @${ann.username}`)).mentions).toEqual([eve.id, ann.id]);
  });

  it("are the first fifty, and stay with the message in history, after a sleep and in the record", async () => {
    const ann = await person("ann");
    const crowd = await Promise.all(Array.from({ length: 51 }, () => person("one")));
    const message = await ann.say("global", crowd.map(({ username }) => `@${username}`).join(" "));
    expect(message.mentions).toEqual(crowd.slice(0, 50).map(({ id }) => id));
    await evict("global");
    const [again] = (await ann.history("global", `?around=${message.seq}&limit=1`)).messages;
    expect(again?.mentions).toEqual(message.mentions);
  });

  it("follow an edit, and are gone with the message", async () => {
    const [ann, bob, carol] = await Promise.all([person("ann"), person("bob"), person("carol")]);
    const room = await group(ann, [bob, carol]);
    const { seq } = await ann.say(room, `@${bob.username}`);
    await mentionsOf(bob, room, 1);
    const edited = await ann.edit(room, seq, `@${carol.username}, I mean`);
    expect(edited.body.message.mentions).toEqual([carol.id]);
    await mentionsOf(bob, room, 0);
    await mentionsOf(carol, room, 1);
    // Fetched again from the record: it is edited and reacted to as before.
    for (let n = 0; n < 26; n++) await ann.say(room, "more");
    await forget(room);
    await ann.react(room, seq, "🎉");
    expect((await ann.history(room, `?around=${seq}&limit=1`)).messages[0]?.mentions).toEqual([carol.id]);
    await ann.remove(room, seq);
    await mentionsOf(carol, room, 0);
    expect((await ann.history(room, `?around=${seq}&limit=1`)).messages[0]).not.toHaveProperty("mentions");
  });

  it("name nobody whose account is gone", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    expect((await ann.say("global", `@${bob.username}`)).mentions).toEqual([bob.id]);
    await bob.call("DELETE", "/api/me", { password: PASSWORD });
    await vi.waitFor(async () => expect((await ann.say("global", `@${bob.username}`)).mentions).toBeUndefined());
  });

  it("S8: keep the order of what somebody says, though names have to be looked up", async () => {
    const [ann, bob, carol] = await Promise.all([person("ann"), person("bob"), person("carol")]);
    const room = await group(ann, [bob, carol]);
    const at = await ann.join(room);
    await at.next("welcome");
    const bodies = [`@${bob.username}`, "two", `@${carol.username} @${bob.username}`, "four", "@nobody_there", "six"];
    for (const body of bodies) at.say(body);
    expect(await at.bodies(bodies.length)).toEqual(bodies);
    // The same id twice at once, while the name is looked up: one message.
    const id = newClientId();
    const dave = await person("dave");
    await ann.call("PUT", `/api/rooms/${room}/members/${dave.id}`, {});
    const both = await Promise.all([1, 2].map(() => ann.say(room, `@${dave.username}`, id)));
    expect(both[0]).toEqual(both[1]);
    expect((await roomOf(ann, room)).lastSeq).toBe(7);
  });
});

describe("R20 counting them", () => {
  it("counts unread ones alone, on all devices, whatever was read and taken back", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const room = await group(ann, [bob]);
    const inbox = await bob.openInbox();
    await inbox.take("welcome");
    for (const body of [`one @${bob.username}`, "two", `three @${bob.username}`]) await ann.say(room, body);
    await mentionsOf(bob, room, 2);
    await vi.waitFor(() => expect(inbox.all("room").at(-1)).toMatchObject({ room: { mentions: 2, unread: 3 } }), 5_000);
    await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 1 });
    await vi.waitFor(() => expect(inbox.all("room").at(-1)).toMatchObject({ room: { mentions: 1, unread: 2 } }), 5_000);
    await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 3 });
    await mentionsOf(bob, room, 0);
    await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 0, back: true });
    await mentionsOf(bob, room, 2);
    expect((await bob.rooms()).find(({ id }) => id === room)?.mentions).toBe(2);
    expect((await ann.rooms()).find(({ id }) => id === room)?.mentions).toBe(0);
    const at = await bob.join(room);
    expect((await at.next("welcome")).room.mentions).toBe(2);
    // Direct rooms alike.
    const dm = direct(ann, bob);
    await ann.say(dm, `@${bob.username}`);
    await mentionsOf(bob, dm, 1);
    await mentionsOf(ann, dm, 0);
  });

  it("S28: tells whom a message in the global room names, once, also where that comes with an edit", async () => {
    const [ann, bob, carol] = await Promise.all([person("ann"), person("bob"), person("carol")]);
    const inboxes = await Promise.all([ann, bob, carol].map((who) => who.openInbox()));
    const [anns, bobs, carols] = inboxes as [(typeof inboxes)[0], (typeof inboxes)[0], (typeof inboxes)[0]];
    await Promise.all(inboxes.map((inbox) => inbox.take("welcome")));
    const message = await ann.say("global", `@${bob.username} and myself, @${ann.username}`);
    expect(await bobs.take("mention")).toEqual({ type: "mention", roomId: "global", message });
    expect(await bobs.take("room")).toMatchObject({ room: { id: "global", mentions: 1 } });
    await ann.edit("global", message.seq, `@${bob.username} and @${carol.username}`);
    expect(await carols.take("mention")).toMatchObject({ message: { seq: message.seq, mentions: [bob.id, carol.id] } });
    await vi.waitFor(() => expect(carols.all("room")).toHaveLength(1), 5_000);
    expect(bobs.all("mention")).toHaveLength(1);
    expect(anns.all("mention")).toEqual([]);
  });
});

describe("R27 H50 pins", () => {
  const pin = (who: Cast, room: string, seq: number, on = true) =>
    who.call(on ? "PUT" : "DELETE", `/api/rooms/${room}/messages/${seq}/pin`);
  async function pins(who: Cast, room: string): Promise<string[]> {
    const { body } = await who.call<{ messages: Message[] }>("GET", `/api/rooms/${room}/pins`);
    return body.messages.map((message) => message.body);
  }

  it("are set by those who may, seen by all at once, and listed, the latest first", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const room = await group(ann, [bob]);
    for (const body of ["one", "two", "three"]) await bob.say(room, body);
    const at = await bob.join(room);
    await at.next("welcome");
    expect((await pin(bob, room, 1)).status).toBe(403);
    expect((await pin(ann, room, 3)).status).toBe(204);
    expect((await at.changed(3)).pinnedAt).toEqual(expect.any(Number));
    const theirs = await ann.join(room);
    theirs.send({ type: "pin", seq: 1, on: true, ref: "a" });
    expect((await at.changed(1)).pinnedAt).toBeDefined();
    theirs.send({ type: "pin", seq: 1, on: true, ref: "b" });
    expect(await theirs.next("known")).toMatchObject({ ref: "b", message: { seq: 1 } });
    expect(await pins(bob, room)).toEqual(["one", "three"]);
    await evict(room);
    expect(await pins(bob, room)).toEqual(["one", "three"]);
    // An edit, and a deletion, are seen there, too.
    await bob.edit(room, 3, "three, mended");
    expect(await pins(bob, room)).toEqual(["one", "three, mended"]);
    await bob.remove(room, 3);
    expect(await pins(bob, room)).toEqual(["one"]);
    expect((await pin(ann, room, 3)).status).toBe(404);
    expect((await pin(ann, room, 1, false)).status).toBe(204);
    expect(await pins(bob, room)).toEqual([]);
    expect((await bob.history(room)).messages.some((message) => "pinnedAt" in message)).toBe(false);
    expect((await pin(ann, room, 99)).status).toBe(404);
  });

  it("are found in the record when the room has let go of the message, by either of two, by moderators in the global room", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const room = direct(ann, bob);
    await ann.say(room, "first");
    expect((await pin(bob, room, 1)).status).toBe(204);
    for (let n = 0; n < 26; n++) await ann.say(room, `number ${n}`);
    await forget(room);
    expect(await pins(ann, room)).toEqual(["first"]);
    expect((await pin(ann, room, 1, false)).status).toBe(204);
    expect(await pins(ann, room)).toEqual([]);
    const { seq } = await ann.say("global", "for everybody");
    expect((await pin(ann, "global", seq)).status).toBe(403);
    await env.DB.prepare("update users set role = 'moderator' where id = ?").bind(ann.id).run();
    expect((await pin(ann, "global", seq)).status).toBe(204);
  });
});

describe("R28 H51 earlier texts", () => {
  async function versions(who: Cast, room: string, seq: number): Promise<string[]> {
    const { body } = await who.call<{ versions: { body: string; at: number }[] }>(
      "GET",
      `/api/rooms/${room}/messages/${seq}/versions`,
    );
    expect(body.versions.map(({ at }) => at)).toEqual(body.versions.map(({ at }) => at).sort());
    return body.versions.map((version) => version.body);
  }
  afterEach(() => env.DB.exec("drop trigger if exists no_versions"));

  it("are there at once for those in the room, in the record later, and nowhere once the message is deleted", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const room = direct(ann, bob);
    await ann.say(room, "tae");
    expect(await versions(bob, room, 1)).toEqual([]);
    await env.DB.exec(
      "create trigger no_versions before insert on versions begin select raise(abort, 'D1_ERROR: away'); end",
    );
    await ann.edit(room, 1, "tea");
    await bob.react(room, 1, "🎉");
    await ann.edit(room, 1, "tea?");
    await evict(room);
    expect(await versions(bob, room, 1)).toEqual(["tae", "tea"]);
    await env.DB.exec("drop trigger no_versions");
    await ann.edit(room, 1, "tea at four?");
    const count = async () =>
      (await env.DB.prepare("select count(*) as n from versions where room_id = ?").bind(room).first<{ n: number }>())
        ?.n;
    await vi.waitFor(async () => expect(await count()).toBe(3), { timeout: 10_000 });
    for (let n = 0; n < 26; n++) await ann.say(room, "more");
    await forget(room);
    expect(await versions(bob, room, 1)).toEqual(["tae", "tea", "tea?"]);
    // At once, also while the record still has them.
    await env.DB.exec(
      "create trigger no_versions before delete on versions begin select raise(abort, 'D1_ERROR: away'); end",
    );
    await ann.remove(room, 1);
    expect(await versions(bob, room, 1)).toEqual([]);
    await env.DB.exec("drop trigger no_versions");
    await ann.say(room, "something else to be recorded");
    await vi.waitFor(async () => expect(await count()).toBe(0), { timeout: 10_000 });
    // And what comes to the record late stays out of it.
    await recordVersions(openDatabase(env.DB), room, [{ seq: 1, rev: 1, body: "tae", at: 1 }]);
    expect(await count()).toBe(0);
    expect((await bob.call("GET", `/api/rooms/${room}/messages/99/versions`)).status).toBe(404);
  });
});
