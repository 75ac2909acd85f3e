import { describe, expect, test } from "vitest";
import { conversationBeside, unreadBeside } from "../../web/models/conversation-steps.ts";
import { commandOf, keyCaps, type Pressed, SHORTCUTS } from "../../web/models/shortcuts.ts";
import { destinations, type Known } from "../../web/models/switching.ts";
import { createVisits } from "../../web/models/visits.ts";
import type { Person, Room } from "../../worker/protocol.ts";

const person = (id: string, displayName: string): Person => ({ id, username: id, displayName });

function room(id: string, more: Partial<Room> = {}): Room {
  const kind = id === "global" ? "global" : id.startsWith("dm:") ? "direct" : "group";
  return { id, kind, lastSeq: 9, readSeq: 9, unread: 0, mentions: 0, muted: false, notify: "all", ...more };
}

const group = (name: string, more: Partial<Room> = {}) => room(`group:${name.toLowerCase()}`, { name, ...more });
const direct = (peer: Person) => room(`dm:me:${peer.id}`, { peer });

function known(rooms: Room[], more: Partial<Known> = {}): Known {
  return { rooms, visits: [], here: undefined, userId: "me", ...more };
}

const ids = (found: { id: string }[]) => found.map(({ id }) => id);

describe("the quick switcher", () => {
  const zoe = person("zoe", "Zoë Quinn");
  const rooms = [group("Old books"), group("Books"), group("Notebooks"), direct(zoe), room("global")];

  test("puts names that begin with it first, then words that do, then the rest", () => {
    expect(ids(destinations(known(rooms), "book", []))).toEqual(["group:books", "group:old books", "group:notebooks"]);
  });

  test("among equals puts first what was visited last", () => {
    const equals = [group("Tea one"), group("Tea two"), group("Tea three")];
    const found = destinations(known(equals, { visits: ["group:tea three", "group:tea two"] }), "tea", []);
    expect(ids(found)).toEqual(["group:tea three", "group:tea two", "group:tea one"]);
  });

  test.each(["ZOE", "zoë", "quinn", "zoe q"])("finds Zoë Quinn by %s", (query) => {
    expect(ids(destinations(known(rooms), query, []))).toEqual(["dm:me:zoe"]);
  });

  test("with nothing typed shows what is unread, then what was visited last, and not where one is", () => {
    const list = [
      group("A"),
      group("B", { unread: 2 }),
      group("C", { unread: 3, muted: true }),
      group("D"),
      group("E"),
    ];
    const found = destinations(known(list, { visits: ["group:e", "group:d", "group:c"], here: "group:e" }), "", [zoe]);
    expect(ids(found)).toEqual(["group:b", "group:d", "group:c", "group:a"]);
  });

  test("offers people one has no conversation with yet after all rooms, and never oneself", () => {
    const people = [zoe, person("zora", "Zora"), person("me", "Zelda")];
    const found = destinations(known(rooms), "z", people);
    expect(ids(found)).toEqual(["dm:me:zoe", "dm:me:zora"]);
    expect(found[1]?.kind).toBe("person");
  });
});

describe("going through the conversations", () => {
  const list = [group("A"), group("B"), group("C", { unread: 1 }), group("D", { unread: 1, muted: true })];

  test("stops at the ends, and begins at one where none is open", () => {
    expect(conversationBeside(list, "group:b", 1)?.id).toBe("group:c");
    expect(conversationBeside(list, "group:b", -1)?.id).toBe("group:a");
    expect(conversationBeside(list, "group:d", 1)).toBeUndefined();
    expect(conversationBeside(list, "group:a", -1)).toBeUndefined();
    expect(conversationBeside(list, undefined, 1)?.id).toBe("group:a");
    expect(conversationBeside(list, undefined, -1)?.id).toBe("group:d");
  });

  test("to the unread goes round, past those that are muted and the one that is open", () => {
    expect(unreadBeside(list, "group:d", 1)?.id).toBe("group:c");
    expect(unreadBeside(list, "group:a", -1)?.id).toBe("group:c");
    expect(unreadBeside(list, "group:c", 1)).toBeUndefined();
    expect(unreadBeside(list, undefined, 1)?.id).toBe("group:c");
  });
});

describe("the rooms that were visited", () => {
  test("are remembered for each person, the last one first, each once, whatever the storage holds", () => {
    const kept = new Map([["visits:bad", "{nonsense"]]);
    const storage = {
      get: (key: string) => kept.get(key),
      set: (key: string, value: string) => void kept.set(key, value),
      remove: (key: string) => void kept.delete(key),
    };
    const visits = createVisits(storage, "alice");
    for (const id of ["a", "b", "a", ...Array.from({ length: 60 }, (_, n) => `room ${n}`), "b"]) visits.note(id);
    expect(visits.list().slice(0, 3)).toEqual(["b", "room 59", "room 58"]);
    expect(visits.list()).toHaveLength(40);
    expect(createVisits(storage, "bob").list()).toEqual([]);
    expect(createVisits(storage, "bad").list()).toEqual([]);
  });
});

describe("the shortcuts", () => {
  const pressed = (key: string, more: Partial<Pressed> = {}): Pressed => ({
    key,
    code: "",
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...more,
  });
  const here = { isMac: false, isTyping: true };

  test("are Ctrl on most keyboards and ⌘ on a Mac, and not the other one", () => {
    expect(commandOf(pressed("k", { ctrlKey: true }), here)).toBe("switch");
    expect(commandOf(pressed("k", { metaKey: true }), here)).toBeUndefined();
    expect(commandOf(pressed("k", { metaKey: true }), { ...here, isMac: true })).toBe("switch");
    expect(commandOf(pressed("k", { ctrlKey: true }), { ...here, isMac: true })).toBeUndefined();
  });

  test("are where they stand on a keyboard of another script, and by their letter on one of ours", () => {
    expect(commandOf(pressed("л", { code: "KeyK", ctrlKey: true }), here)).toBe("switch");
    expect(commandOf(pressed("t", { code: "KeyK", ctrlKey: true }), here)).toBeUndefined();
  });

  test("leave the browser's own search and plain letters alone", () => {
    expect(commandOf(pressed("f", { ctrlKey: true }), here)).toBeUndefined();
    expect(commandOf(pressed("k"), here)).toBeUndefined();
    expect(commandOf(pressed("ArrowUp"), here)).toBeUndefined();
  });

  test("tell the conversation beside from the unread one", () => {
    expect(commandOf(pressed("ArrowDown", { altKey: true }), here)).toBe("nextConversation");
    expect(commandOf(pressed("ArrowDown", { altKey: true, shiftKey: true }), here)).toBe("nextUnread");
  });

  test("that write a character do so while somebody types", () => {
    expect(commandOf(pressed("?", { shiftKey: true }), here)).toBeUndefined();
    expect(commandOf(pressed("?", { shiftKey: true }), { ...here, isTyping: false })).toBe("shortcuts");
    expect(commandOf(pressed("/", { ctrlKey: true }), here)).toBe("shortcuts");
  });

  test("are shown with the keys that they are", () => {
    const [first] = SHORTCUTS;
    expect(first && keyCaps(first.chords[0] ?? { key: "" }, false)).toEqual(["Ctrl", "K"]);
    expect(first && keyCaps(first.chords[0] ?? { key: "" }, true)).toEqual(["⌘", "K"]);
  });

  test("never mean two things", () => {
    const chords = SHORTCUTS.filter(({ command }) => command !== undefined).flatMap((one) => one.chords);
    expect(new Set(chords.map((chord) => JSON.stringify(chord))).size).toBe(chords.length);
  });
});
