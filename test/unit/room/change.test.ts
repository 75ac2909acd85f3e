import { describe, expect, it } from "vitest";
import { messageOf, type StoredMessage } from "../../../worker/db/stored-message.ts";
import { type Change, changed } from "../../../worker/room/change.ts";

const alice = { userId: "alice", mayModerate: false, mayPin: false };
const bob = { userId: "bob", mayModerate: false, mayPin: true };
const moderator = { userId: "mod", mayModerate: true, mayPin: true };
const NOW = 2_000;

const message: StoredMessage = {
  seq: 3,
  rev: 7,
  id: "abcdefgh",
  authorId: "alice",
  body: "tea?",
  at: 1_000,
  replyTo: 1,
  editedAt: null,
  deletedAt: null,
  reactions: null,
  mentions: null,
  pinnedAt: null,
};
const deleted: StoredMessage = { ...message, body: "", deletedAt: 1_500 };
const edit = (body: string): Change => ({ type: "edit", seq: 3, body });
const remove: Change = { type: "delete", seq: 3 };
const react = (emoji: string, on = true): Change => ({ type: "react", seq: 3, emoji, on });
const emojiNumber = (n: number) => String.fromCodePoint(0x1f600 + n);

describe("editing", () => {
  it("R13 gives a message of one's own another body, and says when", () => {
    expect(changed(message, edit("coffee?"), alice, NOW)).toEqual({ ...message, body: "coffee?", editedAt: NOW });
    // `at` may be ahead of the clock by what came in the same millisecond.
    expect(changed({ ...message, at: 2_005 }, edit("x"), alice, NOW)?.editedAt).toBe(2_005);
  });

  it("R13 to what it says already changes nothing", () => {
    expect(changed(message, edit("tea?"), alice, NOW)).toBeUndefined();
  });

  it("H33 is for who wrote it, moderators not excepted, and not for what is deleted", () => {
    for (const by of [bob, moderator]) {
      expect(() => changed(message, edit("x"), by, NOW)).toThrow(expect.objectContaining({ code: "forbidden" }));
      expect(() => changed(message, edit("tea?"), by, NOW)).toThrow(expect.objectContaining({ code: "forbidden" }));
    }
    for (const by of [alice, bob, moderator]) {
      expect(() => changed(deleted, edit("x"), by, NOW)).toThrow(expect.objectContaining({ code: "not_found" }));
    }
  });
});

describe("deleting", () => {
  it("R14 leaves the number, the time and nothing of what was said", () => {
    const reacted = { ...message, editedAt: 1_200, reactions: { "🎉": ["bob"] } };
    for (const by of [alice, moderator]) {
      expect(changed(reacted, remove, by, NOW)).toEqual({ ...reacted, body: "", deletedAt: NOW, reactions: null });
    }
  });

  it("R14 again changes nothing", () => {
    for (const by of [alice, moderator]) expect(changed(deleted, remove, by, NOW)).toBeUndefined();
  });

  it("H33 is for who wrote it and for moderators", () => {
    for (const one of [message, deleted]) {
      expect(() => changed(one, remove, bob, NOW)).toThrow(expect.objectContaining({ code: "forbidden" }));
    }
  });
});

describe("reacting", () => {
  it("R15 keeps kinds and people in the order in which they came, each once", () => {
    let one = message;
    for (const [emoji, by] of [
      ["🎉", bob],
      ["❤️", alice],
      ["🎉", alice],
      ["1️⃣", bob],
    ] as const) {
      one = changed(one, react(emoji), by, NOW) ?? one;
    }
    expect(Object.entries(one.reactions ?? {})).toEqual([
      ["🎉", ["bob", "alice"]],
      ["❤️", ["alice"]],
      ["1️⃣", ["bob"]],
    ]);
    expect(changed(one, react("🎉"), bob, NOW)).toBeUndefined();
    expect(one).toEqual({ ...message, reactions: one.reactions });
  });

  it("R15 is taken back, the kind with its last one and the field with the last kind", () => {
    const reacted = { ...message, reactions: { "🎉": ["bob", "alice"], "❤️": ["bob"] } };
    expect(changed(reacted, react("🎉", false), bob, NOW)?.reactions).toEqual({ "🎉": ["alice"], "❤️": ["bob"] });
    expect(changed(reacted, react("❤️", false), bob, NOW)?.reactions).toEqual({ "🎉": ["bob", "alice"] });
    const single = { ...message, reactions: { "🎉": ["bob"] } };
    expect(changed(single, react("🎉", false), bob, NOW)?.reactions).toBeNull();
    for (const [one, emoji, by] of [
      [message, "🎉", bob],
      [single, "❤️", bob],
      [single, "🎉", alice],
    ] as const) {
      expect(changed(one, react(emoji, false), by, NOW)).toBeUndefined();
    }
  });

  it("R14 is not possible to what is deleted", () => {
    for (const on of [true, false]) {
      expect(() => changed(deleted, react("🎉", on), bob, NOW)).toThrow(expect.objectContaining({ code: "not_found" }));
    }
  });

  it("R15 has room for 20 kinds; the 21st is a conflict, another of the 20 is not", () => {
    let one = message;
    for (let n = 0; n < 20; n++) one = changed(one, react(emojiNumber(n)), bob, NOW) ?? one;
    expect(() => changed(one, react(emojiNumber(20)), alice, NOW)).toThrow(
      expect.objectContaining({ code: "conflict" }),
    );
    expect(changed(one, react(emojiNumber(19)), alice, NOW)?.reactions?.[emojiNumber(19)]).toEqual(["bob", "alice"]);
    const freed = changed(one, react(emojiNumber(0), false), bob, NOW) ?? one;
    expect(Object.keys(changed(freed, react(emojiNumber(20)), alice, NOW)?.reactions ?? {})).toHaveLength(20);
  });

  it("R25 has room for 10,000 on one message", () => {
    const crowd = (count: number) => Array.from({ length: count }, (_, n) => `user${n}`);
    const nearly = { ...message, reactions: { "🎉": crowd(6_000), "❤️": crowd(3_999) } };
    const full = changed(nearly, react("❤️"), bob, NOW) ?? nearly;
    expect(full.reactions?.["❤️"]).toHaveLength(4_000);
    expect(() => changed(full, react("🎉"), alice, NOW)).toThrow(expect.objectContaining({ code: "conflict" }));
    expect(changed(full, react("❤️"), bob, NOW)).toBeUndefined();
    expect(changed(full, react("❤️", false), bob, NOW)?.reactions?.["❤️"]).toHaveLength(3_999);
  });
});

describe("a message on the wire", () => {
  const author = { id: "alice", username: "alice", displayName: "Alice" };
  const sent = (reactions: StoredMessage["reactions"]) =>
    messageOf("global", { stored: { ...message, reactions }, author });
  const people = (count: number) => Array.from({ length: count }, (_, n) => `user${n}`);

  it("R15 names the first 100 of a kind and counts where there are more", () => {
    expect(sent(null)).not.toHaveProperty("reactions");
    expect(sent(null)).not.toHaveProperty("reactionCounts");
    expect(sent({ "🎉": people(100) })).toMatchObject({ reactions: { "🎉": people(100) } });
    expect(sent({ "🎉": people(100) })).not.toHaveProperty("reactionCounts");
    expect(sent({ "🎉": people(101), "❤️": ["bob"] })).toMatchObject({
      reactions: { "🎉": people(100), "❤️": ["bob"] },
      reactionCounts: { "🎉": 101 },
    });
    expect(Object.keys(sent({ "🎉": people(101), "❤️": ["bob"] }).reactionCounts ?? {})).toEqual(["🎉"]);
  });
});

describe("pinning", () => {
  const pin = (on: boolean): Change => ({ type: "pin", seq: 3, on });

  it("R27 is for those who may, once, and ends with the message", () => {
    const pinned = { ...message, pinnedAt: NOW };
    expect(changed(message, pin(true), bob, NOW)).toEqual(pinned);
    expect(changed(pinned, pin(true), moderator, NOW + 1)).toBeUndefined();
    expect(changed(pinned, pin(false), moderator, NOW)).toEqual(message);
    expect(changed(message, pin(false), moderator, NOW)).toBeUndefined();
    expect(() => changed(message, pin(true), alice, NOW)).toThrow("Only moderators pin");
    expect(() => changed(deleted, pin(true), bob, NOW)).toThrow("no such thing");
    expect(changed({ ...pinned, mentions: ["bob"] }, remove, alice, NOW)).toMatchObject({
      pinnedAt: null,
      mentions: null,
    });
  });
});
