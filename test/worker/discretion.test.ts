import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Room } from "../../worker/room/room.ts";
import { type Cast, direct, evict, group, person } from "./support/cast.ts";
import type { Connection } from "./support/connection.ts";

async function two(): Promise<[Cast, Cast, string]> {
  const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
  return [ann, bob, direct(ann, bob)];
}

/** What others are told of somebody from the answer on. */
async function setPrivacy(who: Cast, privacy: Record<string, boolean>): Promise<void> {
  const answer = await who.call("PATCH", "/api/me", { settings: { theme: "dark", privacy } });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ user: { settings: { theme: "dark", privacy } } });
}

async function said(at: Connection, body: string): Promise<void> {
  for (;;) if ((await at.next("messages")).messages.some((message) => message.body === body)) return;
}

const readsAt = async (who: Cast, room: string) => (await (await who.join(room)).next("welcome")).reads;

describe("whoever does not want to be seen", () => {
  it("H65 says so in their settings, and is told where that makes no sense", async () => {
    const ann = await person("ann");
    for (const privacy of [7, "off", [], { receipts: "no" }, { presence: 0 }, { typing: null }]) {
      const answer = await ann.call("PATCH", "/api/me", { settings: { privacy } });
      expect([answer.status, answer.body?.["code"]], JSON.stringify(privacy)).toEqual([400, "bad_request"]);
    }
    await setPrivacy(ann, { receipts: false });
    await setPrivacy(ann, {});
  });

  it("H65 H68 hides all that several devices hide at once", async () => {
    const [ann, bob, room] = await two();
    for (const body of ["one", "two", "three"]) await bob.say(room, body);
    const [atAnn, atBob] = [await ann.join(room), await bob.join(room)];
    // Premise: all of it is told.
    atAnn.send({ type: "typing" });
    await atBob.next("typing");
    atAnn.send({ type: "read", seq: 1 });
    expect(await atBob.next("read")).toMatchObject({ userId: ann.id, seq: 1 });
    const online = async () => (await (await bob.join(room)).next("welcome")).online;
    expect(await online()).toContain(ann.id);

    const parts = [{ receipts: false }, { typing: false }, { presence: false }];
    const hide = (privacy: object) => ann.call("PATCH", "/api/me", { settingsPatch: { privacy } });
    expect((await Promise.all(parts.map(hide))).map(({ status }) => status)).toEqual([200, 200, 200]);
    const hidden = { receipts: false, typing: false, presence: false };
    expect((await ann.call("GET", "/api/me")).body).toMatchObject({ user: { settings: { privacy: hidden } } });
    await evict(room);
    atAnn.send({ type: "typing" });
    atAnn.send({ type: "read", seq: 2 });
    atAnn.say("after");
    await said(atBob, "after");
    expect(atBob.all("typing")).toHaveLength(1);
    expect(atBob.all("read").filter((frame) => frame["userId"] === ann.id)).toHaveLength(1);
    expect(await online()).not.toContain(ann.id);
  });

  it("H65 is told of a room that was away, and asking again reaches it", async () => {
    const [ann, bob, room] = await two();
    await bob.say(room, "hello");
    const [atAnn, atBob] = [await ann.join(room), await bob.join(room)];
    await atAnn.next("welcome");
    const rename = (name: string, other: string) =>
      runInDurableObject(env.ROOM.getByName(room), (_, { storage }) => {
        storage.sql.exec(`alter table ${name} rename to ${other}`);
      });
    await rename("discreet", "discreet_away");
    const hide = () => ann.call("PATCH", "/api/me", { settingsPatch: { privacy: { receipts: false, typing: false } } });
    expect(await hide()).toMatchObject({ status: 503, body: { code: "unavailable" } });
    await rename("discreet_away", "discreet");
    expect((await hide()).status).toBe(200);
    await evict(room);
    atAnn.send({ type: "typing" });
    atAnn.send({ type: "read", seq: 1 });
    atAnn.say("after");
    await said(atBob, "after");
    expect(atBob.all("typing")).toEqual([]);
    expect(atBob.all("read").filter((frame) => frame["userId"] === ann.id)).toEqual([]);
  });

  it("S35 reads without anybody knowing how far, and does not know how far others have read, also after a sleep", async () => {
    const [ann, bob, room] = await two();
    for (const body of ["one", "two", "three"]) await ann.say(room, body);
    const atAnn = await ann.join(room);
    const atBob = await bob.join(room);
    // Premise: as long as Bob has not said otherwise, Ann sees it.
    atBob.send({ type: "read", seq: 1 });
    expect(await atAnn.next("read")).toEqual({ type: "read", userId: bob.id, seq: 1 });

    await setPrivacy(bob, { receipts: false });
    await evict(room);
    atBob.send({ type: "read", seq: 2 });
    // His own devices know, and so does his list.
    expect(await atBob.next("read")).toEqual({ type: "read", userId: bob.id, seq: 1 });
    expect(await atBob.next("read")).toEqual({ type: "read", userId: bob.id, seq: 2 });
    expect(await readsAt(bob, room)).toEqual({ [bob.id]: 2 });
    expect(await readsAt(ann, room)).toEqual({ [ann.id]: 3 });
    await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 3 });
    expect((await bob.call("GET", `/api/rooms/${room}`)).body).toMatchObject({ room: { readSeq: 3, unread: 0 } });
    await ann.say(room, "four");
    await ann.call("PUT", `/api/rooms/${room}/read`, { seq: 3, back: true });
    expect((await atAnn.next("read")).userId).toBe(ann.id);
    atAnn.say("the end");
    for (const at of [atAnn, atBob]) await said(at, "the end");
    expect(atAnn.all("read").map((frame) => frame["userId"])).toEqual([bob.id, ann.id]);
    expect(atBob.all("read").every((frame) => frame["userId"] === bob.id)).toBe(true);

    await setPrivacy(bob, { receipts: true });
    expect(await readsAt(ann, room)).toMatchObject({ [bob.id]: 3 });
    atBob.send({ type: "read", seq: 4 });
    expect(await atAnn.next("read")).toEqual({ type: "read", userId: bob.id, seq: 4 });
  });

  it("S35 is left out of what a group sees of its readers, whoever never came to it too", async () => {
    const [ann, bob, carol] = await Promise.all([person("ann"), person("bob"), person("carol")]);
    const room = await group(ann, [bob, carol]);
    await ann.say(room, "one");
    await setPrivacy(bob, { receipts: false });
    await bob.call("PUT", `/api/rooms/${room}/read`, { seq: 1 });
    await carol.call("PUT", `/api/rooms/${room}/read`, { seq: 1 });
    await evict(room);
    expect(await readsAt(ann, room)).toEqual({ [ann.id]: 1, [carol.id]: 1 });
    expect(await readsAt(bob, room)).toEqual({ [bob.id]: 1 });
  });

  it("S35 is left out where the room had not heard of it: moved, or never opened", async () => {
    const [ann, bob, room] = await two();
    const club = await group(ann, [bob]);
    for (const where of [room, club]) {
      await ann.say(where, "one");
      // Over HTTP, as who reads everything at once.
      await bob.call("PUT", `/api/rooms/${where}/read`, { seq: 1 });
    }
    expect(await readsAt(ann, room)).toEqual({ [ann.id]: 1, [bob.id]: 1 });
    await setPrivacy(bob, { receipts: false });
    for (const where of [room, club]) expect(await readsAt(ann, where)).toEqual({ [ann.id]: 1 });
    for (const where of [room, club]) {
      await runInDurableObject(env.ROOM.getByName(where), (object: Room) => object.settle());
      // Asleep first: what it was about to tell would look for what is gone.
      await evict(where);
      await runInDurableObject(env.ROOM.getByName(where), (_, { storage }) => storage.deleteAll());
      await abortAllDurableObjects();
      expect(await readsAt(ann, where), "of a room that lost what it knew").not.toHaveProperty(bob.id);
    }
  });

  it("S36 writes without anybody knowing before it is said", async () => {
    const [ann, bob, room] = await two();
    const [atAnn, atBob] = [await ann.join(room), await bob.join(room)];
    atBob.send({ type: "typing" });
    expect((await atAnn.next("typing")).user.id).toBe(bob.id);
    await setPrivacy(ann, { typing: false });
    await evict(room);
    atAnn.send({ type: "typing" });
    atAnn.say("surprise");
    await said(atBob, "surprise");
    expect(atBob.all("typing")).toEqual([]);
  });

  it("S36 is not among those who are here, not even in their number", async () => {
    const [ann, bob, room] = await two();
    const atAnn = await ann.join(room);
    const atBob = await bob.join(room);
    const counted = async (count: number) => {
      for (;;) {
        const frame = await atAnn.next("presence");
        if (frame.count === count) return frame.online;
      }
    };
    expect((await counted(2))?.toSorted()).toEqual([ann.id, bob.id].toSorted());
    await setPrivacy(bob, { presence: false });
    expect(await counted(1)).toEqual([ann.id]);
    await evict(room);
    const again = await bob.join(room);
    expect(await again.next("welcome")).toMatchObject({ online: [ann.id], count: 1 });
    // They hear what is said all the same.
    await ann.say(room, "anybody here?");
    await said(atBob, "anybody here?");
    await setPrivacy(bob, {});
    expect((await counted(2))?.toSorted()).toEqual([ann.id, bob.id].toSorted());
  });
});
