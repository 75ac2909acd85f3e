import { describe, expect, test } from "vitest";
import { ApiError } from "../../web/client/api-error.ts";
import { applyFrame, emptyTimeline } from "../../web/client/timeline.ts";
import { readAll } from "../../web/models/read-all.ts";
import { afterMessages, readUpTo } from "../../web/models/room-state.ts";
import type { Room } from "../../worker/protocol.ts";
import { KINDS, opened, shown, useStage } from "./support/reading-stage.ts";
import { alice, bob, message, room, welcome } from "./support/room-log.ts";

useStage();

describe.each(KINDS)("a message in $roomId", (kind) => {
  const UNREAD_FROM_3 = { inRoom: { readSeq: 2, unread: 3 }, inList: { readSeq: 2, unread: 3 }, lineAbove: 3 };

  test("that is marked as unread stays so while one looks at it, on every device, until one writes", async () => {
    const { server, here, there, open, settle, roomId, hangUp } = await opened(kind, 2);
    open.readMark.seen();
    await settle();
    expect(shown(there, roomId)).toMatchObject({ inRoom: { readSeq: 5, unread: 0 }, lineAbove: 1 });
    open.readMark.unreadFrom(3);
    expect(shown(here, roomId)).toMatchObject(UNREAD_FROM_3);
    await settle();
    for (const device of [here, there]) device.chat.room.peek()?.readMark.seen();
    await settle();
    expect([shown(here, roomId), shown(there, roomId)]).toMatchObject([UNREAD_FROM_3, UNREAD_FROM_3]);
    // It outlives the connection.
    for (const wire of [...here.wires]) hangUp(here, wire);
    await settle();
    open.readMark.seen();
    server.say(bob);
    await settle();
    expect(server.readSeq()).toBe(2);
    open.send("read it now");
    await settle();
    expect([server.readSeq(), server.lastSeq]).toEqual([7, 7]);
    expect(shown(here, roomId)).toMatchObject({ inRoom: { unread: 0 }, lineAbove: undefined });
    expect(shown(there, roomId)).toMatchObject({ inRoom: { unread: 0 }, lineAbove: 3 });
  });

  test("that is marked as unread without a connection is so as soon as there is one", async () => {
    const { server, here, open, settle, roomId, hangUp, leave } = await opened(kind, 1);
    open.readMark.seen();
    await settle();
    for (const wire of [...here.wires]) hangUp(here, wire);
    open.readMark.unreadFrom(3);
    expect(shown(here, roomId)).toMatchObject(UNREAD_FROM_3);
    await settle();
    expect([server.readSeq(), shown(here, roomId)]).toMatchObject([2, UNREAD_FROM_3]);
    // The same, and gone before there is one.
    open.readMark.readAll();
    await settle();
    expect(server.readSeq()).toBe(5);
    for (const wire of [...here.wires]) hangUp(here, wire);
    open.readMark.unreadFrom(3);
    leave(here);
    await settle();
    expect([server.readSeq(), shown(here, roomId).inList]).toEqual([2, UNREAD_FROM_3.inList]);
  });

  test("of one's own that changes, or comes again after the connection was away, is not read by that", async () => {
    const { server, here, open, settle, roomId, hangUp } = await opened(kind, 1);
    open.send("mine");
    await settle();
    open.readMark.unreadFrom(3);
    await settle();
    server.touch(6, { reactions: { "👍": [bob.id] } });
    await settle();
    for (const wire of [...here.wires]) hangUp(here, wire);
    server.touch(6, { body: "mine, but better", editedAt: 1 });
    await settle();
    open.readMark.seen();
    await settle();
    expect([server.readSeq(), shown(here, roomId)]).toMatchObject([2, { inRoom: { unread: 4 }, lineAbove: 3 }]);
  });

  test("that is read a moment before one leaves is read", async () => {
    const { server, here, open, settle, leave, deliver } = await opened(kind, 1);
    open.readMark.seen();
    server.say(bob);
    const [wire] = here.wires.filter((each) => each.kind === "room");
    if (wire !== undefined) deliver(here, wire);
    open.readMark.seen();
    leave(here);
    await settle();
    expect(server.readSeq()).toBe(6);
  });
});

test("what went back while the inbox was away is asked for: the list cannot tell it from what it said before", async () => {
  const [, kind] = KINDS;
  const { server, here, open, settle, roomId, hangUp } = await opened(kind, 1);
  for (const wire of here.wires.filter((each) => each.kind === "inbox")) hangUp(here, wire);
  open.readMark.seen();
  for (const wire of here.wires) while (server.listen(wire));
  expect(server.readSeq()).toBe(5);
  server.read(0, true);
  await settle();
  open.readMark.seen();
  await settle();
  expect([server.readSeq(), shown(here, roomId)]).toMatchObject([0, { inRoom: { unread: 5 }, lineAbove: 1 }]);
});

test("all conversations are read at once, the open one over its socket; where that fails, the list is as it was", async () => {
  const [kind = expect.fail("no kind of room")] = KINDS;
  const { server, here, open, settle, roomId, leave } = await opened(kind, 1);
  open.readMark.unreadFrom(2);
  await settle();
  const other: Room = { ...server.roomNow(), id: "global", kind: "global" };
  here.chat.rooms.note(other);
  const marked: unknown[] = [];
  await readAll(here.chat, { markRead: async (...call) => void marked.push(call) });
  expect(shown(here, roomId)).toMatchObject({ inRoom: { unread: 0 }, inList: { unread: 0 }, lineAbove: undefined });
  await settle();
  expect([server.readSeq(), marked, here.chat.rooms.get("global")?.unread]).toEqual([5, [["global", 5]], 0]);

  leave(here);
  server.read(3, true);
  await settle();
  const refused = readAll(here.chat, { markRead: () => Promise.reject(new ApiError("unavailable", "not now")) });
  expect(shown(here, roomId).inList).toEqual({ readSeq: 5, unread: 0 });
  await expect(refused).rejects.toMatchObject({ code: "unavailable" });
  expect(shown(here, roomId).inList).toEqual({ readSeq: 3, unread: 2 });
});

test("mentions are unread as long as the messages are that hold them", () => {
  const mentioning = [2, 4].map((seq) => ({ ...message(seq, bob), mentions: [alice.id] }));
  const timeline = applyFrame(
    emptyTimeline,
    welcome([message(1, bob), ...mentioning.slice(0, 1), message(3, bob), ...mentioning.slice(1)]),
  );
  // The server knows of one more, further up than what is at hand.
  const unread = { ...room(4), readSeq: 0, unread: 4, mentions: 3 };
  const after = (readSeq: number, from = unread) => readUpTo(from, readSeq, timeline, alice.id).mentions;
  expect([1, 2, 3, 4].map((seq) => after(seq))).toEqual([3, 2, 1, 0]);
  expect(after(3, { ...unread, readSeq: 4, unread: 0, mentions: 0 })).toBe(1);
  const said = { ...message(5, bob), mentions: [alice.id] };
  expect(afterMessages({ ...unread, readSeq: 4, unread: 0, mentions: 0 }, [said], alice.id)).toMatchObject({
    unread: 1,
    mentions: 1,
  });
});
