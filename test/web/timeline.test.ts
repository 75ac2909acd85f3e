import { describe, expect, test } from "vitest";
import {
  aheadOf,
  applyFrame,
  applyMessage,
  applyPage,
  emptyTimeline,
  forgetFar,
  lastSeq,
  liveSegment,
  messageAt,
  segmentWith,
  type Timeline,
} from "../../web/client/timeline.ts";
import type { HistoryPage, Message } from "../../worker/protocol.ts";
import { random } from "../support/random.ts";
import { createRoomLog, message, welcome } from "./support/room-log.ts";

const seqs = (timeline: Timeline) => timeline.segments.map((segment) => segment.map(({ seq }) => seq));

describe("the timeline", () => {
  test("takes a welcome, then what comes after it", () => {
    const opened = applyFrame(emptyTimeline, welcome([message(1), message(2)]));
    const later = applyFrame(opened, { type: "messages", messages: [message(3)], prev: 2, rev: 3 });
    expect(seqs(later)).toEqual([[1, 2, 3]]);
    expect(later).toMatchObject({ rev: 3, headSeq: 3, epoch: "e1" });
  });

  test("shows an edit in place, and never an older state of it", () => {
    const opened = applyFrame(emptyTimeline, welcome([message(1), message(2)]));
    const edited = { ...message(1), rev: 3, body: "better" };
    const after = applyFrame(opened, { type: "messages", messages: [edited], prev: 2, rev: 3 });
    expect(liveSegment(after)?.[0]?.body).toBe("better");
    const page = { messages: [message(1)], hasBefore: false, hasAfter: true };
    expect(liveSegment(applyPage(after, page, after))?.[0]?.body).toBe("better");
  });

  test.each(["messages", "known", "welcome", "page", "answer"] as const)(
    "takes the later state of a message and never an earlier one, when it comes by %s",
    (way) => {
      const opened = applyFrame(emptyTimeline, welcome([message(1), message(2)]));
      const come = (timeline: Timeline, changed: Message): Timeline => {
        switch (way) {
          case "messages":
            return applyFrame(timeline, { type: way, messages: [changed], prev: timeline.rev, rev: changed.rev });
          case "known":
            return applyFrame(timeline, { type: way, message: changed });
          case "welcome":
            return applyFrame(timeline, { ...welcome([changed]), seq: 2, reset: false });
          case "page":
            return applyPage(timeline, { messages: [changed], hasBefore: false, hasAfter: true }, timeline);
          case "answer":
            return applyMessage(timeline, changed);
        }
      };
      const deleted = come(opened, { ...message(1), rev: 5, body: "", deletedAt: 1 });
      expect(messageAt(deleted, 1)).toMatchObject({ body: "", deletedAt: 1 });
      const late = come(deleted, { ...message(1), rev: 4, body: "an edit before that" });
      expect(messageAt(late, 1)).toEqual(messageAt(deleted, 1));
      expect(seqs(late)).toEqual([[1, 2]]);
    },
  );

  test("leaves out a page that is older than what was forgotten meanwhile", () => {
    const all = Array.from({ length: 100 }, (_, index) => message(index + 1));
    const asked = applyFrame(emptyTimeline, welcome(all));
    const page = { messages: all.slice(0, 5), hasBefore: false, hasAfter: true };
    // Premise: with nothing in between the page is taken in.
    expect(messageAt(applyPage(forgetFar(asked, 90, 100, 5), page, asked), 3)).toEqual(message(3));

    const deletion = { ...message(3), rev: 101, body: "", deletedAt: 1 };
    const heard = applyFrame(asked, { type: "messages", messages: [deletion], prev: 100, rev: 101 });
    const forgotten = forgetFar(heard, 90, 100, 5);
    expect(applyPage(forgotten, page, asked)).toBe(forgotten);
    const reset = applyFrame(asked, { ...welcome(all.slice(-25)), rev: 101 });
    expect(applyPage(reset, page, asked)).toBe(reset);
  });

  test("keeps an edit of a message that is not loaded for when its page comes", () => {
    const opened = applyFrame(emptyTimeline, welcome([message(50)]));
    const edited = { ...message(3), rev: 51, body: "better" };
    const after = applyFrame(opened, { type: "messages", messages: [edited], prev: 50, rev: 51 });
    const page = { messages: [message(2), message(3), message(4)], hasBefore: true, hasAfter: true };
    expect(segmentWith(applyPage(after, page, after), 3)?.map(({ body }) => body)).toEqual([
      "text 2",
      "better",
      "text 4",
    ]);
    expect(lastSeq(liveSegment(after) ?? [])).toBe(50);
  });

  test("joins pages that touch, and leaves apart what does not", () => {
    let timeline = applyFrame(emptyTimeline, welcome([message(90), message(91)]));
    timeline = applyPage(timeline, { messages: [message(10), message(11)], hasBefore: true, hasAfter: true }, timeline);
    expect(seqs(timeline)).toEqual([
      [10, 11],
      [90, 91],
    ]);
    const between = Array.from({ length: 78 }, (_, index) => message(12 + index));
    timeline = applyPage(timeline, { messages: between, hasBefore: true, hasAfter: true }, timeline);
    expect(timeline.segments).toHaveLength(1);
    expect(timeline.segments[0]).toHaveLength(82);
  });

  test("drops everything where the welcome says reset", () => {
    const opened = applyFrame(emptyTimeline, welcome([message(1), message(2)]));
    const reset = { ...welcome([message(40)]), epoch: "e2" };
    const after = applyFrame(opened, reset);
    expect(seqs(after)).toEqual([[40]]);
    expect(after.epoch).toBe("e2");
  });

  test("does not let a known message ahead of the others pass for the end of the room", () => {
    const opened = applyFrame(emptyTimeline, welcome([message(1)]));
    const ahead = applyFrame(opened, { type: "known", message: message(5) });
    expect(liveSegment(ahead)?.map(({ seq }) => seq)).toEqual([1]);
    expect(aheadOf(ahead).map(({ seq }) => seq)).toEqual([5]);
  });

  test("lets go of what is far from the reader, and keeps the end", () => {
    const all = Array.from({ length: 400 }, (_, index) => message(index + 1));
    const opened = applyFrame(emptyTimeline, welcome(all));
    const less = forgetFar(opened, 100, 150, 20);
    expect(less.segments.map((segment) => [segment[0]?.seq, segment.at(-1)?.seq])).toEqual([
      [80, 170],
      [381, 400],
    ]);
  });
});

describe("a client that is cut off again and again", () => {
  test.each(Array.from({ length: 40 }, (_, index) => index + 1))("ends with what the room has (seed %i)", (seed) => {
    const chance = random(seed);
    const room = createRoomLog();
    let timeline = emptyTimeline;
    // Pages and answers take their time: what they say was so when they were asked for.
    let underWay: { page: HistoryPage; asked: Timeline }[] = [];
    for (let step = 0; step < 300; step++) {
      const roll = chance.next();
      if (roll < 0.45) room.say();
      else if (roll < 0.55) room.edit(chance.below(room.lastSeq) + 1);
      else if (roll < 0.6) room.remove(chance.below(room.lastSeq) + 1);
      else if (roll < 0.8) timeline = applyFrame(timeline, room.since(timeline.rev));
      else if (roll < 0.85) timeline = applyFrame(timeline, room.welcomeTo(timeline));
      else if (roll < 0.9) underWay.push({ page: room.page(chance.below(room.lastSeq) + 1), asked: timeline });
      else if (roll < 0.95) {
        for (const { page, asked } of underWay) timeline = applyPage(timeline, page, asked);
        underWay = [];
      } else if (roll < 0.97) timeline = forgetFar(timeline, timeline.headSeq, timeline.headSeq, 30);
      else for (const answer of room.all().slice(-1)) timeline = applyMessage(timeline, answer);
      expect(isInOrder(timeline), `after step ${step}`).toBe(true);
    }
    timeline = applyFrame(timeline, room.welcomeTo(timeline));
    // What came late is no newer than what is known; nothing that is shown differs from the room.
    for (const { page, asked } of underWay) timeline = applyPage(timeline, page, asked);
    for (const shown of timeline.segments.flat()) expect(shown).toEqual(room.all()[shown.seq - 1]);
    while ((liveSegment(timeline)?.[0]?.seq ?? 1) > 1) {
      timeline = applyPage(timeline, room.page(liveSegment(timeline)?.[0]?.seq ?? 1), timeline);
    }
    expect(liveSegment(timeline)).toEqual(room.all());
  });
});

/** Every segment without a gap or a repeat, and apart from the one before by at least one message. */
function isInOrder(timeline: Timeline): boolean {
  let previous = -1;
  return timeline.segments.every((segment) => {
    const first = segment[0]?.seq ?? 0;
    const isApart = first > previous + 1;
    previous = lastSeq(segment);
    return isApart && segment.every((item: Message, index) => item.seq === first + index);
  });
}
