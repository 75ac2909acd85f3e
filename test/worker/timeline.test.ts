import { describe, expect, it } from "vitest";
import type { Message } from "../../worker/protocol.ts";
import { random } from "../support/random.ts";
import { change, onTimeline, say } from "./support/bare-timeline.ts";

const MINUTE = 60_000;
const NOW = Date.now();
const seqs = (messages: Message[] | undefined) => messages?.map(({ seq }) => seq);
const revs = (messages: Message[] | undefined) => messages?.map(({ rev }) => rev);
const NO_SPARE = { atOnce: 1, spare: 0 };
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("a timeline", () => {
  it("S23: keeps what changed in the last 10 minutes, however long ago it was sent", async () => {
    await onTimeline((timeline) => {
      for (let n = 1; n <= 60; n++) say(timeline, NOW - 60 * MINUTE);
      change(timeline, { type: "edit", seq: 3, body: "early" }, NOW - 20 * MINUTE);
      change(timeline, { type: "edit", seq: 4, body: "late" }, NOW - 5 * MINUTE);
      timeline.trim(62, NOW, NO_SPARE);
      expect(seqs(timeline.log.between(1, 60))).toEqual([4, ...range(36, 60)]);
      expect(seqs(timeline.log.changedSince(61, 200))).toEqual([4]);
      expect(timeline.log.changedSince(60, 200)).toBeUndefined();
      timeline.trim(62, NOW + 10 * MINUTE, NO_SPARE);
      expect(timeline.log.changedSince(61, 200)).toBeUndefined();
      expect(timeline.log.changedSince(62, 200)).toEqual([]);
    });
  });

  it("S23: keeps the last 500 changes while they are younger than that, whatever they were", async () => {
    await onTimeline((timeline) => {
      for (let n = 1; n <= 100; n++) say(timeline, NOW);
      for (let n = 0; n < 500; n++) {
        change(timeline, { type: "react", seq: 1 + (n % 50), emoji: "🎉", on: n % 100 < 50 }, NOW);
      }
      timeline.trim(600, NOW, NO_SPARE);
      expect(seqs(timeline.log.between(1, 100))).toEqual([...range(1, 50), ...range(76, 100)]);
      expect(seqs(timeline.log.changedSince(100, 200))).toEqual(range(1, 50));
      expect(timeline.log.changedSince(74, 200)).toBeUndefined();
    });
  });

  it("R8: knows for a day what was sent, over sleep, and in whatever order ids come again", async () => {
    await onTimeline((timeline, _, again) => {
      const day = 24 * 60 * MINUTE;
      const sentAt = new Map<string, number>();
      let [now, woken] = [NOW, timeline];
      for (let n = 1; n <= 1_200; n++) {
        now += 4 * MINUTE;
        // Every hundredth comes again, long after.
        const id = n % 100 === 0 ? "again" : `client-${n}`;
        expect(woken.sent.find("alice", id, now)).toBe(undefined);
        const { at } = woken.append(
          { id: "alice", username: "alice", displayName: "Alice" },
          { id, body: "tea?" },
          now,
        );
        sentAt.set(id, at);
        if (n % 97 === 0) woken = again();
        if (n % 50 !== 0) continue;
        for (const [known, at] of sentAt) {
          expect(woken.sent.find("alice", known, now) !== undefined, `${known} of ${(now - at) / MINUTE} min ago`).toBe(
            now - at < day,
          );
        }
        if (now - (sentAt.get("again") ?? now) < day) now += day;
      }
      expect(woken.sent.lastAt("alice")).toBe(woken.head.at);
      expect(woken.sent.lastAt("bob")).toBeUndefined();
    });
  });

  it("gives the row of a message that nobody needs to a new one, and to none that is needed again", async () => {
    await onTimeline((timeline) => {
      for (let n = 1; n <= 40; n++) say(timeline, NOW - 60 * MINUTE);
      timeline.trim(40, NOW, { atOnce: 1, spare: 10 });
      // Five go, ten stay for now.
      expect(seqs(timeline.log.between(1, 40))).toEqual(range(6, 40));
      say(timeline, NOW);
      expect(seqs(timeline.log.between(1, 41))).toEqual(range(7, 41));
      change(timeline, { type: "edit", seq: 7, body: "needed" }, NOW);
      say(timeline, NOW);
      say(timeline, NOW);
      expect(seqs(timeline.log.between(1, 43))).toEqual([7, 10, ...range(11, 43)]);
    });
  });

  it("lets go of nothing that the record or the index lacks", async () => {
    await onTimeline((timeline) => {
      for (let n = 1; n <= 60; n++) say(timeline, NOW - 60 * MINUTE);
      change(timeline, { type: "edit", seq: 3, body: "changed" }, NOW - 60 * MINUTE);
      timeline.setAside.add(2);
      timeline.trim(10, NOW, NO_SPARE);
      expect(seqs(timeline.log.between(1, 20))).toEqual([2, 3, ...range(11, 20)]);
      timeline.trim(61, NOW, NO_SPARE);
      expect(seqs(timeline.log.between(1, 60))).toEqual([2, ...range(36, 60)]);
    });
  });

  it("S21: after any cut, tells exactly what changed since, also of messages that came back from the record", async () => {
    const { below, pick } = random(7);
    await onTimeline((timeline, _, again) => {
      const record = new Map<number, NonNullable<ReturnType<typeof timeline.log.find>>>();
      let kept = 0;
      for (let step = 0; step < 400; step++) {
        const seq = 1 + below(timeline.head.seq);
        switch (pick(["say", "say", "edit", "react", "trim", "reopen"])) {
          case "say":
            say(timeline, NOW + step * MINUTE);
            break;
          case "edit":
            if (timeline.head.seq === 0) break;
            change(
              timeline,
              { type: "edit", seq, body: `${step}` },
              NOW + step * MINUTE,
              timeline.log.find(seq) ?? record.get(seq),
            );
            break;
          case "react":
            if (timeline.head.seq === 0) break;
            change(
              timeline,
              { type: "react", seq, emoji: pick(["🎉", "❤️"]), on: below(3) > 0 },
              NOW + step * MINUTE,
              timeline.log.find(seq) ?? record.get(seq),
            );
            break;
          case "trim":
            for (const { message } of timeline.log.pending("rev", kept, 1_000, 1e6)) {
              const found = timeline.log.find(message.seq);
              if (found) record.set(message.seq, found);
            }
            kept = timeline.head.rev;
            timeline.trim(kept, NOW + step * MINUTE, pick([NO_SPARE, { atOnce: 3, spare: 5 }]));
            break;
          case "reopen":
            expect(again().head).toEqual(timeline.head);
        }
        const since = below(timeline.head.rev + 1);
        const missed = timeline.log.changedSince(since, 1_000);
        if (!missed) continue;
        const now = range(1, timeline.head.seq).map((one) => timeline.log.find(one) ?? record.get(one));
        const changedSince = now.filter((one) => one !== undefined && one.stored.rev > since);
        expect(revs(missed)).toEqual(changedSince.map((one) => one?.stored.rev));
        for (const by of ["rev", "textRev"] as const) {
          const pending = timeline.log
            .pending(by, since, 1_000, 1e6)
            .map((one) => (by === "rev" ? one.message.rev : one.textRev));
          expect(pending).toEqual(pending.toSorted((a, b) => a - b));
        }
        expect(timeline.log.pending("rev", since, 1_000, 1e6).map(({ message }) => message.rev)).toEqual(
          revs(missed)?.toSorted((a, b) => a - b),
        );
      }
      expect(timeline.head.seq).toBeGreaterThan(100);
    });
  });
});
