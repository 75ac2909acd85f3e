import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Person } from "../../worker/protocol.ts";
import { type Cast, connect, direct, evict, group, newClientId, person } from "./support/cast.ts";
import { bearer } from "./support/doors.ts";

const block = (by: Cast, whom: Cast) => by.call("PUT", `/api/blocks/${whom.id}`);
const unblock = (by: Cast, whom: Cast) => by.call("DELETE", `/api/blocks/${whom.id}`);
const three = async () => ({ ann: await person("ann"), bob: await person("bob"), eve: await person("eve") });

describe("H21 blocking", () => {
  it("lists whom one blocks, the latest first, to oneself alone", async () => {
    const { ann, bob, eve } = await three();
    for (const whom of [bob, eve, bob]) expect((await block(ann, whom)).status).toBe(204);
    const listed = async (who: Cast) => (await who.call<{ users: Person[] }>("GET", "/api/blocks")).body.users;
    // They were blocked in the same moment, as far as the clock tells.
    const at = env.DB.prepare("update blocks set at = ? where blocker_id = ? and blocked_id = ?");
    await env.DB.batch([at.bind(1, ann.id, bob.id), at.bind(2, ann.id, eve.id)]);
    expect((await listed(ann)).map(({ id }) => id)).toEqual([eve.id, bob.id]);
    expect(await listed(bob)).toEqual([]);
    for (const whom of [bob, bob]) expect((await unblock(ann, whom)).status).toBe(204);
    expect((await listed(ann)).map(({ id }) => id)).toEqual([eve.id]);
  });

  it("is nothing to do to oneself, or to nobody, or to more than a thousand people", async () => {
    const { ann, bob } = await three();
    expect((await block(ann, ann)).body).toMatchObject({ code: "bad_request" });
    expect((await ann.call("PUT", "/api/blocks/nobody")).body).toMatchObject({ code: "not_found" });
    const others = JSON.stringify(Array.from({ length: 1000 }, (_, n) => `other${n}`));
    await env.DB.prepare("insert into blocks (blocker_id, blocked_id, at) select ?, value, 1 from json_each(?)")
      .bind(ann.id, others)
      .run();
    expect((await block(ann, bob)).body).toMatchObject({ code: "conflict" });
    await ann.call("DELETE", "/api/blocks/other7");
    expect((await block(ann, bob)).status).toBe(204);
  });
});

describe("R24 of two people of whom one blocks the other", () => {
  it("neither writes into their direct room, over HTTP or a socket that was open before; each may read and take back", async () => {
    const { ann, bob } = await three();
    const room = direct(ann, bob);
    const id = newClientId();
    await ann.say(room, "from ann", id);
    await bob.say(room, "from bob");
    const sockets = { ann: await ann.join(room), bob: await bob.join(room) };
    await block(ann, bob);
    for (const [who, other] of [
      [ann, 2],
      [bob, 1],
    ] as const) {
      const attempts = {
        send: await who.call("POST", `/api/rooms/${room}/messages`, { id: newClientId(), body: "hey" }),
        edit: await who.edit(room, 3 - other, "changed"),
        react: await who.react(room, other, "👍"),
        pin: await who.call("PUT", `/api/rooms/${room}/messages/${other}/pin`),
      };
      for (const [what, { body }] of Object.entries(attempts)) expect(body, what).toMatchObject({ code: "blocked" });
      expect((await who.history(room)).messages).toHaveLength(2);
    }
    await evict(room);
    for (const socket of [sockets.ann, sockets.bob]) {
      for (const frame of [
        { type: "send", id: newClientId(), body: "hey" },
        { type: "react", seq: 1, emoji: "👍", on: true },
      ]) {
        socket.send(frame);
        expect(await socket.next("error")).toMatchObject({ code: "blocked" });
      }
    }
    // R8: what was stored before is answered as ever.
    sockets.ann.say("from ann, again", id);
    expect(await sockets.ann.next("known")).toMatchObject({ message: { seq: 1, body: "from ann" } });
    expect((await bob.remove(room, 2)).status).toBe(204);

    await unblock(ann, bob);
    sockets.bob.say("back again");
    expect(await sockets.ann.changed(3)).toMatchObject({ body: "back again" });
  });

  it("is forgotten by a room that heard of it only because somebody wrote there", async () => {
    const { ann, bob } = await three();
    const room = direct(ann, bob);
    await block(ann, bob);
    const refused = await bob.call("POST", `/api/rooms/${room}/messages`, { id: newClientId(), body: "hey" });
    expect(refused.body).toMatchObject({ code: "blocked" });
    await unblock(ann, bob);
    const [atAnn, atBob] = [await ann.join(room), await bob.join(room)];
    atBob.say("hey");
    expect(await atAnn.bodies(1)).toEqual(["hey"]);
  });

  it("the other's block counts on after one has taken back one's own", async () => {
    const { ann, bob } = await three();
    const at = await ann.join(direct(ann, bob));
    await block(ann, bob);
    await block(bob, ann);
    await unblock(ann, bob);
    at.say("hey");
    expect(await at.next("error")).toMatchObject({ code: "blocked" });
    await unblock(bob, ann);
    at.say("hey");
    expect(await at.bodies(1)).toEqual(["hey"]);
  });

  it("neither puts the other into a group; an invite that one follows oneself is one's own business", async () => {
    const { ann, bob, eve } = await three();
    await block(ann, bob);
    for (const [one, other] of [
      [ann, bob],
      [bob, ann],
    ] as const) {
      const made = await one.call("POST", "/api/rooms", { kind: "group", name: "Us", memberIds: [eve.id, other.id] });
      expect(made.body).toMatchObject({ code: "blocked" });
      const room = await group(one, [eve]);
      const put = await one.call("PUT", `/api/rooms/${room}/members/${other.id}`, {});
      expect(put.body).toMatchObject({ code: "blocked" });
      const made2 = await one.call<{ invite: { code: string } }>("POST", `/api/rooms/${room}/invites`, {});
      expect((await other.call("POST", `/api/invites/${made2.body.invite.code}`)).status).toBe(200);
      // They are in: a role is nothing new.
      expect((await one.call("PUT", `/api/rooms/${room}/members/${other.id}`, { role: "moderator" })).status).toBe(204);
    }
  });

  it("this holds though whoever asked was cut off in between, and though a room was asleep", async () => {
    const { ann, bob } = await three();
    const room = direct(ann, bob);
    const at = await bob.join(room);
    const inboxes = [ann, bob].map(({ id }) => ({ id, inbox: env.INBOX.getByName(id) }));
    for (const { id, inbox } of inboxes) await inbox.expectChange(id);
    await env.DB.prepare("insert into blocks (blocker_id, blocked_id, at) values (?, ?, 1)").bind(ann.id, bob.id).run();
    await evict(room);
    at.say("not yet");
    expect(await at.bodies(1)).toEqual(["not yet"]);
    for (const { inbox } of inboxes) {
      // Ten seconds later.
      await runInDurableObject(inbox, (_, { storage }) => {
        storage.kv.put("consequences", { ...Object(storage.kv.get("consequences")), at: 0 });
      });
      await runDurableObjectAlarm(inbox);
    }
    at.say("hey");
    expect(await at.next("error")).toMatchObject({ code: "blocked" });
  });
});

describe("R23 in rooms that they share", () => {
  it("everybody is sent everything; typing and mentions do not reach across, in either direction, and a third notices nothing", async () => {
    const { ann, bob, eve } = await three();
    const room = await group(eve, [ann, bob]);
    await block(ann, bob);
    const at = { ann: await ann.join(room), bob: await bob.join(room), eve: await eve.join(room) };
    await evict(room);
    for (const [who, name, other, seq] of [
      [ann, "ann", "bob", 1],
      [bob, "bob", "ann", 2],
    ] as const) {
      at[name].send({ type: "typing" });
      expect(await at.eve.next("typing")).toMatchObject({ user: { id: who.id } });
      at[name].say(`@${name === "ann" ? bob.username : ann.username} and @${eve.username}`);
      expect(await at[other].changed(seq)).toMatchObject({ from: { id: who.id }, mentions: [eve.id] });
      // Whatever was sent before the message has come: no word that they were typing.
      expect(at[other].all("typing")).toEqual([]);
    }
    const counted = async () => (await eve.rooms()).find(({ id }) => id === room)?.mentions;
    await expect.poll(counted).toBe(2);
    for (const who of [ann, bob]) expect((await who.rooms()).find(({ id }) => id === room)?.mentions).toBe(0);
    await unblock(ann, bob);
    at.ann.say(`@${bob.username} again`);
    expect((await at.bob.changed(3)).mentions).toEqual([bob.id]);
  });

  it("search leaves out what the other wrote, in either direction, and nobody else's", async () => {
    const { ann, bob, eve } = await three();
    const room = await group(eve, [ann, bob]);
    for (const who of [ann, bob, eve]) await who.say(room, `walrus of ${who.username}`);
    const hits = async (who: Cast, query: Record<string, string> = {}) => {
      const { hits: found } = await who.search({ q: "walrus", ...query });
      return found.map(({ message }) => message.from.id);
    };
    await expect.poll(() => hits(ann)).toEqual([eve.id, bob.id, ann.id]);
    await block(ann, bob);
    expect(await hits(ann)).toEqual([eve.id, ann.id]);
    expect(await hits(bob)).toEqual([eve.id, bob.id]);
    expect(await hits(eve)).toEqual([eve.id, bob.id, ann.id]);
    expect(await hits(ann, { from: bob.id })).toEqual([]);
    expect(await hits(ann, { q: "walrus -nothing" })).toEqual([eve.id, ann.id]);
    await unblock(ann, bob);
    expect(await hits(ann)).toEqual([eve.id, bob.id, ann.id]);
  });

  it("a mention in the global room makes no frame for who is blocked", async () => {
    const { ann, bob, eve } = await three();
    await block(bob, ann);
    const inboxes = await Promise.all([bob, eve].map((who) => connect("/ws/inbox", bearer(who.token))));
    for (const inbox of inboxes) await inbox.take("welcome");
    await ann.say("global", `@${bob.username} @${eve.username}`);
    const [of, other] = inboxes;
    expect(await other?.take("mention")).toMatchObject({ roomId: "global" });
    expect(of?.all("mention")).toEqual([]);
  });
});
