import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { type Room, RoomAnswer, RoomsAnswer } from "../../../worker/protocol.ts";
import { expectProblem } from "../http.ts";
import { newId } from "../line.ts";
import { type Person, person, signUp, somebody, strangers } from "../person.ts";
import { origin } from "../server.ts";

const roomsOf = async (who: Person) => v.parse(RoomsAnswer, await who.get("/rooms")).rooms;
const roomOf = async (who: Person, id: string) => v.parse(RoomAnswer, await who.get(`/rooms/${id}`)).room;

/** The list as soon as it says so: it may be 2 seconds behind (H22). */
async function listed(who: Person, isIt: (rooms: Room[]) => boolean): Promise<Room[]> {
  return await expect
    .poll(
      async () => {
        const rooms = await roomsOf(who);
        return isIt(rooms) ? rooms : undefined;
      },
      { timeout: 2_500, interval: 50 },
    )
    .toBeDefined()
    .then(() => roomsOf(who));
}

describe("rooms", () => {
  it("R18 H22 shows a newcomer the global room with nothing unread, and nothing else", async () => {
    const alice = await somebody(origin());
    const last = await alice.write("global", "before you came");
    const bob = await signUp(origin(), "bob");
    const rooms = await roomsOf(bob);
    expect(rooms).toHaveLength(1);
    expect(rooms[0]).toMatchObject({
      id: "global",
      kind: "global",
      unread: 0,
      mentions: 0,
      muted: false,
      notify: "all",
    });
    expect(rooms[0]?.readSeq).toBe(rooms[0]?.lastSeq);
    expect(rooms[0]?.readSeq).toBeGreaterThanOrEqual(last.seq);
  });

  it("R2 R3 H25 has a direct room without making it, in either order of ids", async () => {
    const { alice, bob, room: id } = await strangers(origin());
    for (const path of [`dm:${alice.id}:${bob.id}`, `dm:${bob.id}:${alice.id}`]) {
      const body = await alice.get(`/rooms/${path}`);
      expect(body).toMatchObject({
        room: { id, kind: "direct", peer: bob.asPerson, lastSeq: 0, readSeq: 0, unread: 0, members: expect.any(Array) },
      });
      expect(body).not.toHaveProperty("room.lastMessage");
    }
    expect(await bob.get(`/rooms/${id}`)).toMatchObject({ room: { peer: alice.asPerson } });
    expect(await alice.get("/rooms/global")).not.toHaveProperty("room.members");
    const message = await alice.write(`dm:${bob.id}:${alice.id}`, "hello");
    expect(message).toMatchObject({ room: id, seq: 1, rev: 1 });
  });

  it("R2 has no direct room with oneself or with nobody", async () => {
    const { alice, room } = await strangers(origin());
    await alice.get(`/rooms/${room}`);
    for (const id of [
      `dm:${alice.id}:${alice.id}`,
      `dm:${alice.id}:nobody`,
      "dm:nobody:noone",
      "group:nothing",
      "nothing",
      "Global",
    ]) {
      expectProblem(await alice.ask("GET", `/rooms/${id}`), "not_found");
      expectProblem(await alice.ask("GET", `/rooms/${id}/messages`), "not_found");
      expectProblem(await alice.ask("POST", `/rooms/${id}/messages`, { id: newId(), body: "x" }), "not_found");
      expectProblem(await alice.ask("PUT", `/rooms/${id}/read`, { seq: 0 }), "not_found");
    }
  });

  it("H23 makes a direct room: 201 the first time, 200 after", async () => {
    const { alice, bob } = await strangers(origin());
    const make = (who: Person, userId: string) => who.ask("POST", "/rooms", { kind: "direct", userId });
    const first = await make(alice, bob.id);
    expect(first).toMatchObject({
      status: 201,
      body: { room: { id: alice.roomWith(bob), kind: "direct", peer: bob.asPerson } },
    });
    expect((await make(alice, bob.id)).status).toBe(200);
    expect(await make(bob, alice.id)).toMatchObject({ status: 200, body: { room: { peer: alice.asPerson } } });
    for (const userId of ["nobody", alice.id, "__proto__", ""]) expectProblem(await make(alice, userId), "not_found");
    for (const json of [{}, { kind: "direct" }, { kind: "direct", userId: 1 }, { kind: "global" }]) {
      expectProblem(await alice.ask("POST", "/rooms", json), "bad_request");
    }
  });

  it("H22 lists a direct room from its first message on, latest activity first", async () => {
    const [alice, bob, carol] = [
      await person(origin(), "alice"),
      await person(origin(), "bob"),
      await person(origin(), "carol"),
    ];
    await alice.get(`/rooms/${alice.roomWith(bob)}`);
    expect(await roomsOf(bob)).toHaveLength(1);
    await bob.write(alice.roomWith(bob), "first");
    await carol.write(alice.roomWith(carol), "second");
    const order = (rooms: Room[]) => rooms.map(({ id }) => id).filter((id) => id !== "global");
    const rooms = await listed(alice, (list) => order(list).length === 2);
    expect(order(rooms)).toEqual([alice.roomWith(carol), alice.roomWith(bob)]);
    await bob.write(alice.roomWith(bob), "third");
    const after = await listed(alice, (list) => order(list)[0] === alice.roomWith(bob));
    expect(after.find(({ id }) => id === alice.roomWith(bob))).toMatchObject({
      lastSeq: 2,
      unread: 2,
      lastMessage: { body: "third", seq: 2, from: bob.asPerson },
      peer: bob.asPerson,
    });
  });
});

describe("read marks", () => {
  it("R16 R17 count what is unread, and sending reads", async () => {
    const { alice, bob, room } = await strangers(origin());
    for (const body of ["one", "two", "three"]) await alice.write(room, body);
    expect(await roomOf(alice, room)).toMatchObject({ lastSeq: 3, readSeq: 3, unread: 0 });
    expect(await roomOf(bob, room)).toMatchObject({ lastSeq: 3, readSeq: 0, unread: 3 });
    await bob.write(room, "four");
    expect(await roomOf(bob, room)).toMatchObject({ lastSeq: 4, readSeq: 4, unread: 0 });
    expect(await roomOf(alice, room)).toMatchObject({ lastSeq: 4, readSeq: 3, unread: 1 });
  });

  it("R19 H31 never move back unless that is said, and never past the end", async () => {
    const { alice, bob, room } = await strangers(origin());
    for (const body of ["one", "two", "three", "four"]) await alice.write(room, body);
    const read = async (json: object) => {
      expect((await bob.ask("PUT", `/rooms/${room}/read`, json)).status).toBe(204);
      return (await roomOf(bob, room)).readSeq;
    };
    expect(await read({ seq: 2 })).toBe(2);
    expect(await read({ seq: 1 })).toBe(2);
    expect(await read({ seq: 1, back: false })).toBe(2);
    expect(await read({ seq: 1, back: true })).toBe(1);
    expect(await read({ seq: 3 })).toBe(3);
    expect(await read({ seq: 0, back: true })).toBe(0);
    expect(await read({ seq: 999_999 })).toBe(4);
    const rooms = await listed(bob, (list) => list.some(({ id, unread }) => id === room && unread === 0));
    expect(rooms.find(({ id }) => id === room)).toMatchObject({ lastSeq: 4, readSeq: 4, unread: 0 });
    for (const json of [{}, { seq: -1 }, { seq: 1.5 }, { seq: "1" }, { seq: 1, back: "yes" }]) {
      expectProblem(await bob.ask("PUT", `/rooms/${room}/read`, json), "bad_request");
    }
  });

  it("S9 S20 R19 move over a socket, and the other one sees it", async () => {
    const { alice, bob, room } = await strangers(origin());
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    await atAlice.say("one");
    await atAlice.say("two");
    atBob.send({ type: "read", seq: 2 });
    expect(await atAlice.next("read", (frame) => frame.userId === bob.id)).toEqual({
      type: "read",
      userId: bob.id,
      seq: 2,
    });
    expect(await roomOf(bob, room)).toMatchObject({ readSeq: 2, unread: 0 });
    atBob.send({ type: "read", seq: 1 });
    atBob.send({ type: "read", seq: 1, back: true });
    expect(await atAlice.next("read", (frame) => frame.userId === bob.id)).toMatchObject({ seq: 1 });
    const again = await bob.again();
    expect((await again.join(room)).frames[0]).toMatchObject({
      type: "welcome",
      room: { readSeq: 1, unread: 1 },
      reads: { [alice.id]: 2, [bob.id]: 1 },
    });
  });
});
