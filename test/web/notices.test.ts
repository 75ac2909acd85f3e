import { beforeAll, describe, expect, test } from "vitest";
import { speak, withTexts } from "../../web/i18n/speak.ts";
import { createNoticeSettings } from "../../web/models/notice-settings.ts";
import { noticeWords } from "../../web/models/notice-words.ts";
import { hear, levelOf, type Marks, type Notice } from "../../web/models/notices.ts";
import { seenSeq } from "../../web/models/rows.ts";
import type { InboxFrame, Message, Person, Room } from "../../worker/protocol.ts";

beforeAll(async () => {
  await speak("en");
  await withTexts(Promise.resolve(), "later", "room");
});

const me: Person = { id: "me", username: "me", displayName: "Me" };
const bob: Person = { id: "bob", username: "bob", displayName: "Bob" };
/** Whom I have blocked. */
const carol: Person = { id: "carol", username: "carol", displayName: "Carol" };
const NOW = Date.UTC(2026, 10, 21, 12);

const said = (seq: number, more: Partial<Message> = {}): Message => ({
  room: "group:tea",
  seq,
  rev: seq,
  id: `client-${seq}`,
  from: bob,
  body: `**text** ${seq}`,
  at: NOW - 1_000,
  ...more,
});

function room(lastMessage: Message, more: Partial<Room> = {}): Room {
  const { seq: lastSeq } = lastMessage;
  const base = {
    id: "group:tea",
    kind: "group" as const,
    name: "Tea",
    muted: false,
    notify: "all" as const,
    mentions: 0,
  };
  const seen = { ...base, lastSeq, readSeq: 0, lastMessage, ...more };
  return { ...seen, unread: seen.lastSeq - seen.readSeq };
}

/** A page that has had its list and then hears these frames; gives what it tells of each. */
function told(list: readonly Room[], ...frames: InboxFrame[]) {
  let marks: Marks | undefined;
  const rooms = new Map(list.map((one) => [one.id, one]));
  const isBlocked = (id: string) => id === carol.id;
  const known = { userId: me.id, now: NOW, room: (id: string) => rooms.get(id), isBlocked };
  ({ marks } = hear({ type: "welcome", rooms: [...list] }, marks, known));
  return frames.map((frame) => {
    const { heard, marks: next } = hear(frame, marks, known);
    marks = next;
    return { ...heard, seqs: heard.notices.map(({ seq }) => seq) };
  });
}

const frame = (of: Room): InboxFrame => ({ type: "room", room: of });

describe("somebody who is not looking", () => {
  test("is told of a new message once, and of nothing that was there before", () => {
    const list = [room(said(3))];
    const [same, fresh, again] = told(list, frame(room(said(3))), frame(room(said(4))), frame(room(said(4))));
    expect([same?.seqs, fresh?.seqs, again?.seqs]).toEqual([[], [4], []]);
    expect(fresh?.notices[0]).toMatchObject({ roomId: "group:tea", isMention: false, message: { body: "**text** 4" } });
  });

  test.each([
    ["of what one wrote oneself", room(said(4, { from: me }))],
    ["R23 of what somebody wrote whom one has blocked", room(said(4, { from: carol }))],
    ["R23 of such a message that names one", room(said(4, { from: carol, mentions: [me.id] }))],
    ["of what was read on another device", room(said(4), { readSeq: 4 })],
    ["of what was deleted before it was heard of", room(said(4, { deletedAt: NOW, body: "" }))],
    ["of a room that is muted", room(said(4), { muted: true })],
    ["of a room that one wants to hear nothing of", room(said(4), { notify: "none" })],
    ["of other messages where one wants to hear of mentions", room(said(4), { notify: "mentions" })],
    ["of a room of everybody, which has frames of its own", room(said(4), { id: "global", kind: "global" })],
  ])("is not told %s", (_what, news) => {
    const list = [room(said(3)), room(said(3), { id: "global", kind: "global" })];
    // Premise: without that, they are.
    expect(told(list, frame(room(said(4))))[0]?.seqs).toEqual([4]);
    expect(told(list, frame(news))[0]?.seqs).toEqual([]);
  });

  test("is not told of what a list says that is old, as after a night's sleep; what comes live is news by any clock", () => {
    const list = [room(said(3))];
    const old = room(said(4, { at: NOW - 10 * 60_000 }));
    const seqsOf = (news: InboxFrame) => told(list, news)[0]?.seqs;
    expect(seqsOf({ type: "welcome", rooms: [room(said(4))] })).toEqual([4]);
    expect(seqsOf({ type: "welcome", rooms: [old] })).toEqual([]);
    expect(seqsOf(frame(old))).toEqual([4]);
  });

  test("who wants to hear of mentions is told of one at once, and not again when it is counted", () => {
    const quiet = { notify: "mentions" } as const;
    const list = [room(said(3), quiet)];
    const named = said(4, { mentions: [me.id] });
    const [first, counted] = told(list, frame(room(named, quiet)), frame(room(named, { ...quiet, mentions: 1 })));
    expect([first?.seqs, counted?.seqs]).toEqual([[4], []]);
    expect(first?.notices[0]?.isMention).toBe(true);
  });

  test("and of one in a message that was not the last, when it is counted", () => {
    const quiet = { notify: "mentions" } as const;
    const list = [room(said(3), quiet)];
    const [first, counted] = told(list, frame(room(said(5), quiet)), frame(room(said(5), { ...quiet, mentions: 1 })));
    expect([first?.seqs, counted?.seqs]).toEqual([[], [5]]);
    expect(counted?.notices[0]).toMatchObject({ isMention: true });
    expect(counted?.notices[0]?.message).toBeUndefined();
  });

  test("in the room of everybody is told of mentions alone, each once, and of none where it is muted", () => {
    const everyone = room(said(3, { room: "global" }), { id: "global", kind: "global", name: undefined });
    const mention: InboxFrame = { type: "mention", roomId: "global", message: said(4, { mentions: [me.id] }) };
    expect(told([everyone], mention, mention).map(({ seqs }) => seqs)).toEqual([[4], []]);
    const ofBlocked = { ...mention, message: said(4, { from: carol, mentions: [me.id] }) };
    expect(told([everyone], ofBlocked, mention).map(({ seqs }) => seqs)).toEqual([[], [4]]);
    expect(told([{ ...everyone, muted: true }], mention)[0]?.seqs).toEqual([]);
    expect(told([{ ...everyone, notify: "none" }], mention)[0]?.seqs).toEqual([]);
    expect([levelOf(everyone), levelOf({ ...everyone, notify: "mentions" })]).toEqual(["mentions", "mentions"]);
  });

  test("is told of a conversation that somebody begins, and of what came in a short interruption", () => {
    const begun = room(said(1), { id: "dm:bob:me", kind: "direct", peer: bob });
    expect(told([room(said(3))], frame(begun))[0]?.seqs).toEqual([1]);
    expect(told([room(said(3))], { type: "welcome", rooms: [room(said(5)), begun] })[0]?.seqs).toEqual([5, 1]);
  });

  test("hears that it is over when it was read elsewhere, and when the room is gone", () => {
    const list = [room(said(3))];
    const news = frame(room(said(4)));
    const [, read] = told(list, news, frame(room(said(4), { readSeq: 4 })));
    expect(read?.over).toEqual(["group:tea"]);
    const [, gone] = told(list, news, { type: "gone", roomId: "group:tea" });
    expect(gone?.over).toEqual(["group:tea"]);
    expect(told(list, news)[0]?.over).toEqual([]);
  });

  test("is told nothing by a frame that came before the list", () => {
    const { heard, marks } = hear(frame(room(said(4))), undefined, {
      userId: me.id,
      now: NOW,
      room: () => undefined,
      isBlocked: () => false,
    });
    expect([heard.notices, marks]).toEqual([[], undefined]);
  });
});

describe("a notice", () => {
  const notice: Notice = { roomId: "group:tea", seq: 4, message: said(4), isMention: false, room: room(said(4)) };

  test("says who wrote what where, in plain words", () => {
    expect(noticeWords(notice, false)).toEqual({ title: "Bob in Tea", body: "text 4" });
    const direct = { ...notice, room: room(said(4), { kind: "direct", peer: bob }) };
    expect(noticeWords(direct, false)).toEqual({ title: "Bob", body: "text 4" });
  });

  test("says nothing of what was written where one does not want that", () => {
    expect(noticeWords(notice, true)).toEqual({ title: "Bob in Tea", body: "New message" });
    expect(noticeWords({ ...notice, isMention: true }, true).body).toBe("You were mentioned in a message.");
    expect(JSON.stringify(noticeWords({ ...notice, message: undefined }, true))).not.toContain("text");
  });
});

describe("how a device tells of news", () => {
  test("is off until it is asked for, each person's own, and what makes no sense is off", () => {
    const kept = new Map([["notices:bad", '{"system": "yes", "sound": true}']]);
    const storage = {
      get: (key: string) => kept.get(key),
      set: (key: string, value: string) => void kept.set(key, value),
      remove: (key: string) => void kept.delete(key),
    };
    const alice = createNoticeSettings(storage, "alice");
    expect(alice.settings.value).toEqual({ system: false, sound: false, hidesText: false });
    alice.set({ sound: true });
    // Another tab, meanwhile.
    createNoticeSettings(storage, "alice").set({ hidesText: true });
    expect(alice.refresh()).toEqual({ system: false, sound: true, hidesText: true });
    expect(createNoticeSettings(storage, "bob").settings.value.sound).toBe(false);
    expect(createNoticeSettings(storage, "bad").settings.value).toEqual({
      system: false,
      sound: true,
      hidesText: false,
    });
  });
});

describe("the word that a message was seen", () => {
  const row = (message: Message) => ({
    kind: "message" as const,
    key: `${message.seq}`,
    message,
    startsGroup: false,
    quoted: undefined,
    changes: [],
  });
  const mine = (seq: number, more: Partial<Message> = {}) => row(said(seq, { from: me, ...more }));

  test("stands under the last one of one's own that the other has read", () => {
    expect(seenSeq([mine(1), mine(2), mine(3)], me.id, 2)).toBe(2);
    expect(seenSeq([mine(1), mine(2), mine(3)], me.id, 9)).toBe(3);
    expect(seenSeq([mine(1)], me.id, 0)).toBeUndefined();
  });

  test("and nowhere where they have answered since, or what they saw is gone", () => {
    for (const read of [1, 2]) expect(seenSeq([mine(1), row(said(2)), mine(3)], me.id, read)).toBeUndefined();
    expect(seenSeq([mine(1), mine(2, { deletedAt: NOW })], me.id, 2)).toBeUndefined();
  });
});
