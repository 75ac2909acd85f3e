import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRooms } from "../../web/models/rooms.ts";
import type { Message, Room } from "../../worker/protocol.ts";
import { message, room } from "./support/room-log.ts";
import { createScriptedSockets } from "./support/scripted-sockets.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", createScriptedSockets().WebSocket);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const ending = (lastMessage: Message): Room => ({ ...room(lastMessage.seq), lastMessage });

test("a list that is a moment behind brings back neither the message before the last nor the text of a deleted one", async () => {
  let answer: Room[] = [];
  const rooms = createRooms({ origin: "https://chat.example", api: { rooms: async () => answer }, onEnded: () => {} });
  const deleted = { ...message(5), rev: 8, body: "", deletedAt: 1 };
  rooms.note(ending(deleted));
  answer = [ending(message(5))];
  await rooms.refresh();
  expect(rooms.get("global")?.lastMessage).toEqual(deleted);
  answer = [ending(message(4))];
  await rooms.refresh();
  expect(rooms.get("global")).toMatchObject({ lastSeq: 5, lastMessage: deleted });
  answer = [ending({ ...message(6), rev: 9 })];
  await rooms.refresh();
  expect(rooms.get("global")).toMatchObject({ lastSeq: 6, lastMessage: { seq: 6, body: "text 6" } });
  rooms.close();
});

test("a list that was asked for before something was heard does not take that back", async () => {
  const answers: ((rooms: Room[]) => void)[] = [];
  const asked = () => new Promise<Room[]>((resolve) => answers.push(resolve));
  const rooms = createRooms({ origin: "https://chat.example", api: { rooms: asked }, onEnded: () => {} });
  const [unread, read] = [room(5), { ...room(5), readSeq: 5, unread: 0 }];
  rooms.note({ ...unread, readSeq: 3, unread: 2 });
  const refreshed = rooms.refresh();
  rooms.note(read);
  const made = { ...room(0), id: "group:new", kind: "group" as const };
  rooms.note(made);
  answers[0]?.([{ ...unread, readSeq: 3, unread: 2 }]);
  await refreshed;
  expect(rooms.get("global")).toMatchObject({ readSeq: 5, unread: 0 });
  expect(rooms.get("group:new")).toEqual(made);
  // What is asked for afterwards counts again.
  const again = rooms.refresh();
  answers[1]?.([{ ...unread, readSeq: 4, unread: 1 }]);
  await again;
  expect(rooms.get("global")).toMatchObject({ readSeq: 4, unread: 1 });
  expect(rooms.get("group:new")).toBeUndefined();
  rooms.close();
});
