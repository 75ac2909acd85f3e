import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { createSearch } from "../../web/models/search.ts";
import { type Names, resolveSearch } from "../../web/models/search-names.ts";
import { completed, gapAt, optionsFor } from "../../web/models/search-options.ts";
import { parseSearch } from "../../web/models/search-query.ts";
import type { Me, Person, Room, SearchPage } from "../../worker/protocol.ts";
import { alice, bob, room as globalRoom } from "./support/room-log.ts";

const me: Me = { ...alice, role: "member", bio: "", settings: {}, createdAt: 0 };
const ayse: Person = { id: "ayse1", username: "ayse_y", displayName: "Ayşe Nur Yılmaz" };
const gone: Person = { id: "gone1", username: null, displayName: null };
const group = (id: string, name: string): Room => ({ ...globalRoom(1), id, kind: "group", name });
const direct = (peer: Person): Room => ({ ...globalRoom(1), id: `dm:${peer.id}`, kind: "direct", peer });
const ROOMS = [
  globalRoom(1),
  direct(bob),
  direct(gone),
  group("g:1", "Çay Bahçesi"),
  group("g:2", "读书会"),
  group("g:3", "general"),
  group("g:4", "twin"),
  group("g:5", "Twin"),
  group("g:6", 'The "real" one'),
];

/** Ayşe is somebody whom only the server knows. */
const findPeople: Names["findPeople"] = async (q) => [ayse].filter(({ username }) => username?.startsWith(q));
const resolve = (text: string) =>
  resolveSearch(parseSearch(text, 0).parameters, { me, rooms: ROOMS, findPeople }, undefined);

describe("names in a search", () => {
  it.each([
    ["from:me", { from: "alice1" }],
    ["from:@alice", { from: "alice1" }],
    ["from:BOB", { from: "bob1" }],
    ["from:@ayse_y", { from: "ayse1" }],
    ["in:everyone", { room: "global" }],
    ["in:#Everyone", { room: "global" }],
    ["in:@bob", { room: "dm:bob1" }],
    ["in:bob", { room: "dm:bob1" }],
    ["in:general", { room: "g:3" }],
    ['in:#"cay bahcesi"', { room: "g:1" }],
    ["in:“ÇAY  BAHÇESİ”", { room: "g:1" }],
    ["in:#读书会", { room: "g:2" }],
    ['in:#"the real one"', { room: "g:6" }],
    ["tea from:@bob in:#general has:link", { q: "tea", from: "bob1", room: "g:3", has: "link" }],
  ])("%s means the one who is called that", async (text, query) => {
    expect(await resolve(text)).toEqual(query);
  });

  it.each([
    ["from:@nobody_here", ["nobody"]],
    ["from:@ayse", ["nobody"]],
    ["from:ışık", ["nobody"]],
    ["in:@ayse_y", ["noConversation"]],
    ["in:#bob", ["noRoom"]],
    ["in:@general", ["noConversation"]],
    ["in:gener", ["noRoom"]],
    ["in:twin", ["ambiguous"]],
    ["from:@ayse in:nowhere", ["nobody", "noRoom"]],
  ])("%s is nobody's name, and nothing is searched", async (text, kinds) => {
    expect(await resolve(text)).toMatchObject(kinds.map((kind) => ({ kind })));
  });
});

describe("completion", () => {
  const optionsAt = (text: string, people: Person[] = []) => {
    const gap = gapAt(text, text.length);
    return gap === undefined ? undefined : optionsFor(gap, { me, rooms: ROOMS, people, now: 0 });
  };
  const texts = (text: string, people?: Person[]) => optionsAt(text, people)?.map((option) => option.text);

  it("offers oneself, then those one talks with, then others, each once and never the deleted", () => {
    expect(texts("from:", [bob, ayse, alice, gone])).toEqual(["from:me", "from:@bob", "from:@ayse_y"]);
    expect(texts("from:@", [ayse])).toEqual(["from:me", "from:@bob", "from:@ayse_y"]);
    expect(texts("from:@ali", [ayse])).toEqual(["from:me"]);
  });

  it("finds by the start of a username or of any word of a name, case and accents aside", () => {
    expect(texts("tea from:yilm", [ayse])).toEqual(["from:@ayse_y"]);
    expect(texts("from:@AYŞ", [ayse])).toEqual(["from:@ayse_y"]);
    expect(texts("from:urn", [ayse])).toEqual([]);
    expect(texts("in:bah")).toEqual(['in:#"Çay Bahçesi"']);
    expect(texts('in:#"çay b')).toEqual(['in:#"Çay Bahçesi"']);
    expect(texts("in:读")).toEqual(["in:#读书会"]);
    expect(texts('in:#"the')).toEqual(['in:#"The real one"']);
    expect(texts("in:e")).toEqual(["in:everyone"]);
    expect(texts("in:@b")).toEqual(["in:@bob"]);
    expect(texts("in:#b")).toEqual(['in:#"Çay Bahçesi"']);
  });

  it("offers the words that the other operators take", () => {
    expect(texts("has:")).toEqual(["has:link"]);
    expect(texts("mentions:m")).toEqual(["mentions:me"]);
    expect(texts("on:")).toEqual(["on:today", "on:yesterday"]);
    expect(texts("before:y")).toEqual(["before:yesterday"]);
  });

  it("keeps quiet where there is nothing to complete", () => {
    for (const text of ["", "tea", "from", "10:", '"from:b', "-from:b", "from:bob "]) {
      expect(texts(text), text).toBeUndefined();
    }
    for (const text of ["has:link", "from:@bob", "on:today", "on:2026-01-31", "from:#b"]) {
      expect(texts(text), text).toEqual([]);
    }
  });

  it("goes by what stands before the caret, and replaces the whole operator", () => {
    const text = "tea from:@bxx cake";
    const gap = gapAt(text, "tea from:@b".length);
    const [option] = gap === undefined ? [] : optionsFor(gap, { me, rooms: ROOMS, people: [], now: 0 });
    expect(gap && option && completed(text, gap, option)).toEqual({
      text: "tea from:@bob cake",
      caret: "tea from:@bob ".length,
    });
    expect(gapAt(text, 3)).toBeUndefined();
    expect(gapAt(text, "tea from".length)).toBeUndefined();
    expect(gapAt(text, text.length)).toBeUndefined();
  });

  it("writes names that are read again as the same", async () => {
    for (const room of ROOMS.filter(({ id }) => !["g:4", "g:5", "dm:gone1"].includes(id))) {
      const name = room.kind === "global" ? "everyone" : (room.name ?? room.peer?.username ?? "");
      const [first] = texts(`in:${name.startsWith("The") ? '"the real' : name.split(" ")[0]}`) ?? [];
      expect(await resolve(first ?? `in:${name}`), name).toEqual({ room: room.id });
    }
  });
});

describe("a search", () => {
  const page: SearchPage = { hits: [] };
  function open(roomId?: string) {
    const asked: unknown[] = [];
    const search = async (query: unknown) => {
      asked.push(query);
      return page;
    };
    const lookup = createSearch({ search, findPeople }, { me, rooms: { list: signal(ROOMS) } }, roomId);
    const settled = async (text: string) => {
      lookup.ask(text, true);
      await expect.poll(() => lookup.state.value.kind).toBe("found");
      return lookup.state.value.kind === "found" ? lookup.state.value.value : undefined;
    };
    return { asked, settled };
  }

  it("looks in the room it was opened from, unless the text says where", async () => {
    const { asked, settled } = open("g:1");
    expect(await settled("tea from:@ayse_y")).toEqual({
      text: "tea from:@ayse_y",
      kind: "page",
      page,
      query: { room: "g:1", q: "tea", from: "ayse1" },
    });
    await settled("in:#general has:link");
    expect(asked).toEqual([
      { room: "g:1", q: "tea", from: "ayse1" },
      { room: "g:3", has: "link" },
    ]);
  });

  it("asks for no messages while a name is nobody's", async () => {
    const { asked, settled } = open();
    expect(await settled("tea from:@nobody_here")).toMatchObject({
      kind: "faults",
      faults: [{ value: "@nobody_here" }],
    });
    expect(asked).toEqual([]);
  });
});
