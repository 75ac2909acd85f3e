import { describe, expect, it } from "vitest";
import { person, strangers } from "../person.ts";
import { origin } from "../server.ts";

describe("the inbox", () => {
  it("S25 welcomes with the list of rooms", async () => {
    const { alice, bob, room } = await strangers(origin());
    await bob.write(room, "hello");
    const inbox = await alice.openInbox();
    const welcome = await inbox.next("welcome");
    expect(inbox.frames[0]).toBe(welcome);
    expect(welcome.rooms.map(({ id }) => id)).toEqual(expect.arrayContaining(["global"]));
    const known = () =>
      inbox.frames.some(
        (frame) =>
          (frame.type === "welcome" && frame.rooms.some(({ id }) => id === room)) ||
          (frame.type === "room" && frame.room.id === room),
      );
    await inbox.until("the direct room", known);
  });

  it("S26 tells at once of a first message, and of each after it", async () => {
    const { alice, bob, room } = await strangers(origin());
    const inbox = await alice.openInbox();
    await bob.write(room, "hello");
    const { room: told } = await inbox.next("room", (frame) => frame.room.id === room);
    expect(told).toMatchObject({
      id: room,
      kind: "direct",
      peer: bob.asPerson,
      lastSeq: 1,
      readSeq: 0,
      unread: 1,
      lastMessage: { body: "hello", seq: 1, from: bob.asPerson },
    });
    await bob.write(room, "are you there?");
    await inbox.next("room", ({ room: { id, lastSeq, unread } }) => id === room && lastSeq === 2 && unread === 2);
  });

  it("S26 tells the sender's own devices", async () => {
    const { alice, room } = await strangers(origin());
    const inbox = await (await alice.again()).openInbox();
    await alice.write(room, "from my other device");
    const { room: told } = await inbox.next("room", (frame) => frame.room.id === room);
    expect(told).toMatchObject({ lastSeq: 1, readSeq: 1, unread: 0 });
  });

  it("S26 tells of what was read on another device", async () => {
    const { alice, bob, room } = await strangers(origin());
    await bob.write(room, "one");
    await bob.write(room, "two");
    const inbox = await alice.openInbox();
    const device = await alice.again();
    expect((await device.ask("PUT", `/rooms/${room}/read`, { seq: 2 })).status).toBe(204);
    await inbox.next("room", (frame) => frame.room.id === room && frame.room.unread === 0 && frame.room.readSeq === 2);
    const line = await device.join(room);
    line.send({ type: "read", seq: 1, back: true });
    await inbox.next("room", (frame) => frame.room.id === room && frame.room.unread === 1);
  });

  it("S26 tells those who have the room open too", async () => {
    const { alice, bob, room } = await strangers(origin());
    const [inbox, line] = [await alice.openInbox(), await alice.join(room)];
    await bob.write(room, "hello");
    await line.message(({ body }) => body === "hello");
    await inbox.next("room", (frame) => frame.room.id === room && frame.room.lastSeq === 1);
  });

  it("S29 S5 bears nonsense and answers ping", async () => {
    const { alice, bob, room } = await strangers(origin());
    const inbox = await alice.openInbox();
    await inbox.ping();
    inbox.send("nonsense");
    inbox.send(new Uint8Array([1]));
    await bob.write(room, "hello");
    await inbox.next("room", (frame) => frame.room.id === room);
    expect(inbox.closes).toEqual([]);
  });

  it("G5 tells nobody else", async () => {
    const { alice, bob, room } = await strangers(origin());
    const carol = await person(origin(), "carol");
    const [hers, his] = [await carol.openInbox(), await bob.openInbox()];
    await alice.write(room, "between us");
    await his.next("room", (frame) => frame.room.id === room);
    await alice.write(alice.roomWith(carol), "to carol");
    await hers.next("room", (frame) => frame.room.id === alice.roomWith(carol));
    expect(JSON.stringify(hers.frames)).not.toContain("between us");
    expect(JSON.stringify(hers.frames)).not.toContain(room);
  });
});
