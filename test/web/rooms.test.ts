import { describe, expect, test } from "vitest";
import { applyFrame, applyPage, emptyTimeline } from "../../web/client/timeline.ts";
import { addresses, parsePlace, partsOf, safeNext } from "../../web/models/addresses.ts";
import { hueOf, initialsOf } from "../../web/models/names.ts";
import { type RowsInput, rowsOf } from "../../web/models/rows.ts";
import {
  forgetFarFrom,
  messagesOf,
  mostRows,
  viewAfterChange,
  viewAround,
  viewNewer,
  viewOfEnd,
  viewOlder,
} from "../../web/models/view.ts";
import { type Message, parseRoomId } from "../../worker/protocol.ts";
import { alice, bob, message, welcome } from "./support/room-log.ts";

describe("addresses", () => {
  test("of a direct room lead back to it", () => {
    const address = addresses.message("dm:aa1:bb2", 42);
    const [screen, roomId = "", place] = partsOf(address);
    expect([screen, parseRoomId(roomId)?.id, parsePlace(place)]).toEqual(["r", "dm:aa1:bb2", 42]);
  });

  test("that cannot be decoded are no room, and no accident", () => {
    expect(partsOf("/r/%E0%A4%A")).toEqual(["r", "%E0%A4%A"]);
    expect(parseRoomId("%E0%A4%A")).toBeUndefined();
  });

  test.each(["0", "-1", "1.5", "x", "9".repeat(20)])("with %s after the room lead nowhere", (place) => {
    expect(parsePlace(place)).toBe("unknown");
  });

  test("keep what is searched for, whatever it is", () => {
    const { searchParams } = new URL(addresses.search("a&b=“c” 50%", "dm:a:b"), "https://chat.example");
    expect([searchParams.get("q"), searchParams.get("room")]).toEqual(["a&b=“c” 50%", "dm:a:b"]);
  });

  test.each(["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", undefined])(
    "after logging in never leave the site (%s)",
    (next) => {
      expect(safeNext(next)).toBe("/");
      expect(safeNext("/r/global/7")).toBe("/r/global/7");
    },
  );
});

describe("avatars", () => {
  test.each([
    ["Alice Liddell", "AL"],
    ["bob", "B"],
    ["ليلى الأحمد", "لا"],
    ["Mary-Jane van der Berg", "MB"],
    ["李小龙", "李"],
    ["👩‍🚀 Ada", "A"],
  ])("of %s say %s", (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  test("keep their colour", () => {
    expect(hueOf("alice1")).toBe(hueOf("alice1"));
  });
});

describe("the rows of a conversation", () => {
  const kinds = (rows: ReturnType<typeof rowsOf>) => rows.map(({ kind }) => kind);
  const lay = (input: Pick<RowsInput, "messages" | "me"> & Partial<RowsInput>) =>
    rowsOf({ unsent: [], changes: [], find: (seq) => input.messages.find((each) => each.seq === seq), ...input });

  test("group one author's messages of five minutes", () => {
    const late = { ...message(4), at: message(3).at + 6 * 60_000 };
    const rows = lay({ messages: [message(1), message(2), message(3, bob), late], me: bob });
    const starts = rows.flatMap((row) => (row.kind === "message" ? [row.startsGroup] : []));
    expect(starts).toEqual([true, false, true, true]);
  });

  test("name each day once", () => {
    const tomorrow = { ...message(2), at: message(1).at + 24 * 60 * 60_000 };
    expect(kinds(lay({ messages: [message(1), tomorrow], me: bob }))).toEqual(["day", "message", "day", "message"]);
  });

  test("keep the key of an own message when it settles, and never show it twice", () => {
    const item = {
      id: message(2).id,
      roomId: "global",
      body: "text 2",
      queuedAt: message(2).at,
      state: "sending" as const,
    };
    const before = lay({ messages: [message(1)], unsent: [item], me: alice });
    const both = lay({ messages: [message(1), message(2)], unsent: [item], me: alice });
    expect(both.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
  });

  test("place the new line above the first unread message, whoever wrote it, and nowhere where that is not on the page", () => {
    const messages = [message(3), message(4, bob), message(5)];
    expect(kinds(lay({ messages, me: bob, newAfter: 3 }))).toEqual(["day", "message", "new", "message", "message"]);
    expect(kinds(lay({ messages, me: bob, newAfter: 1 }))).toEqual(["day", "message", "message", "message"]);
    expect(kinds(lay({ messages, me: bob, newAfter: 5 }))).toEqual(["day", "message", "message", "message"]);
  });

  test("begin anew with an answer, and know what it answers where that is at hand", () => {
    const answers = [message(1), { ...message(2), replyTo: 1 }, { ...message(3), replyTo: 900 }];
    const rows = lay({ messages: answers, me: bob }).filter((row) => row.kind === "message");
    expect(rows.map(({ startsGroup, quoted }) => [startsGroup, quoted === "blocked" ? quoted : quoted?.seq])).toEqual([
      [true, undefined],
      [true, 1],
      [true, undefined],
    ]);
  });

  test("fold what somebody one has blocked says in a row into one line, in quotes too, and show what was opened", () => {
    const messages = [
      message(1),
      message(2, bob),
      message(3, bob),
      message(4),
      { ...message(5), replyTo: 2 },
      message(6, bob),
    ];
    const folding = (opened: number[]) => (each: Message) => each.from.id === bob.id && !opened.includes(each.seq);
    const rows = lay({ messages, me: alice, isFolded: folding([]) });
    expect(kinds(rows)).toEqual(["day", "message", "folded", "message", "message", "folded"]);
    expect(rows.flatMap((row) => (row.kind === "folded" ? [row.seqs] : []))).toEqual([[2, 3], [6]]);
    expect(rows.flatMap((row) => (row.kind === "message" ? [row.quoted] : []))).toEqual([
      undefined,
      undefined,
      "blocked",
    ]);
    const opened = lay({ messages, me: alice, isFolded: folding([2, 3]) });
    expect(kinds(opened)).toEqual(["day", "message", "message", "message", "message", "message", "folded"]);
    expect(opened.flatMap((row) => (row.kind === "message" ? [row.quoted] : [])).at(-1)).toMatchObject({ seq: 2 });
  });

  test("do not fold over the end of a day, nor over where one has read to", () => {
    const late = { ...message(3, bob), at: message(1).at + 24 * 60 * 60_000 };
    const all = { me: alice, isFolded: () => true };
    expect(kinds(lay({ ...all, messages: [message(1, bob), message(2, bob), late] }))).toEqual([
      "day",
      "folded",
      "day",
      "folded",
    ]);
    expect(kinds(lay({ ...all, messages: [message(1, bob), message(2, bob)], newAfter: 1 }))).toEqual([
      "day",
      "folded",
      "new",
      "folded",
    ]);
  });

  test("show a message as it will be, and as it was where that was refused", () => {
    const change = { kind: "edit", seq: 1, body: "better" } as const;
    const pending = { ref: "r1", roomId: "global", change, madeAt: 5 };
    const bodyWith = (changes: RowsInput["changes"]) =>
      lay({ messages: [message(1)], me: alice, changes }).flatMap((row) =>
        row.kind === "message" ? [row.message.body, row.changes.length] : [],
      );
    expect(bodyWith([])).toEqual(["text 1", 0]);
    expect(bodyWith([pending])).toEqual(["better", 1]);
    expect(bodyWith([{ ...pending, failure: { code: "forbidden", detail: "no" } }])).toEqual(["text 1", 1]);
  });
});

describe("the view of a conversation", () => {
  const most = mostRows(800);
  const all = Array.from({ length: 1_000 }, (_, index) => message(index + 1));
  const timeline = applyFrame(emptyTimeline, welcome(all));

  test("goes along at the end, and never holds more rows than it may", () => {
    let view = viewOfEnd(timeline);
    let now = timeline;
    for (let seq = 1_001; seq <= 1_400; seq++) {
      now = applyFrame(now, { type: "messages", messages: [message(seq)], prev: seq - 1, rev: seq });
      view = viewAfterChange(view, now, most);
    }
    expect(view).toEqual({ from: 1_400 - most + 1, to: 1_400, isFollowing: true });
  });

  test("walks to the beginning and back, letting go of the far end", () => {
    let view = viewOfEnd(timeline);
    while (view.from > 1) {
      view = viewOlder(view, timeline, 7, most);
      expect(messagesOf(view, timeline).length).toBeLessThanOrEqual(most);
    }
    expect(view.isFollowing).toBe(false);
    while (view.to < 1_000) view = viewNewer(view, timeline, 7, most);
    expect(messagesOf(view, timeline).at(-1)?.seq).toBe(1_000);
  });

  test("is as tall as the window takes it: two screens ahead on either side, in the shortest of rows", () => {
    for (const height of [480, 800, 1_440, 2_160]) expect(mostRows(height) * 24).toBeGreaterThan(height + 2 * 1_200);
    expect(mostRows(480)).toBeLessThan(mostRows(1_440));
  });

  test("lets go of what is far away in a very long room, and still ends where the room ends", () => {
    const long = applyFrame(emptyTimeline, welcome(Array.from({ length: 5_000 }, (_, index) => message(index + 1))));
    const reading = viewAround(long, 2_000);
    const less = forgetFarFrom(reading, long);
    expect(less.segments.flat().length).toBeLessThan(2_000);
    expect(messagesOf(reading, less)).toEqual(messagesOf(reading, long));
    expect(viewOfEnd(less)).toEqual(viewOfEnd(long));
    expect(forgetFarFrom(reading, timeline)).toBe(timeline);
  });

  test("stays where somebody reads while messages come", () => {
    const reading = viewAround(timeline, 300);
    const more = applyFrame(timeline, { type: "messages", messages: [message(1_001)], prev: 1_000, rev: 1_001 });
    expect(viewAfterChange(reading, more, most)).toEqual(reading);
  });

  test("opens a message that lies apart from the end", () => {
    const live = applyFrame(emptyTimeline, welcome(all.slice(-25)));
    const found = applyPage(live, { messages: all.slice(100, 150), hasBefore: true, hasAfter: true }, live);
    const view = viewAround(found, 120);
    expect(messagesOf(view, found).map(({ seq }) => seq)).toContain(120);
    expect(view.isFollowing).toBe(false);
  });
});
