import { describe, expect, it } from "vitest";
import { placeReads } from "../../../worker/room/place-reads.ts";
import { random } from "../../support/random.ts";

const mark = (userId: string, seq: number, isExact = false) => ({ userId, seq, isExact });

describe("where read marks stand", () => {
  it("is the room's own row, the one that moved last at the end, and never further back", () => {
    const known = new Map([
      ["ann", 5],
      ["bob", 9],
    ]);
    const { recent, apart } = placeReads(known, [mark("cid", 3), mark("ann", 7), mark("bob", 8)]);
    expect([...recent]).toEqual([
      ["cid", 3],
      ["ann", 7],
      ["bob", 9],
    ]);
    expect(apart).toEqual([]);
    expect([...known.keys()]).toEqual(["ann", "bob"]);
  });

  it("is the person's own row as well for what goes back: the higher of the two counts", () => {
    const back = mark("ann", 2, true);
    expect(placeReads(new Map([["ann", 5]]), [back])).toEqual({ recent: new Map([["ann", 2]]), apart: [back] });
  });

  it("is the person's own row for those that moved longest ago, where they are too many, and none is lost", () => {
    const { below } = random(3);
    let recent: ReadonlyMap<string, number> = new Map();
    const members = new Map<string, number>();
    const truth = new Map<string, number>();
    for (let step = 0; step < 500; step++) {
      const marks = Array.from({ length: below(5) }, () => mark(`reader${below(30)}`, below(100), below(4) === 0));
      const once = [...new Map(marks.map((each) => [each.userId, each])).values()];
      for (const { userId, seq, isExact } of once) {
        truth.set(userId, isExact ? seq : Math.max(truth.get(userId) ?? 0, seq));
      }
      const placed = placeReads(recent, once, 10);
      recent = placed.recent;
      // As the record does it.
      for (const { userId, seq, isExact } of placed.apart) {
        members.set(userId, isExact ? seq : Math.max(members.get(userId) ?? 0, seq));
      }
      expect(recent.size).toBeLessThanOrEqual(10);
      for (const [userId, seq] of truth) {
        expect(Math.max(recent.get(userId) ?? 0, members.get(userId) ?? 0), `${userId} in step ${step}`).toBe(seq);
      }
    }
    expect(members.size).toBeGreaterThan(20);
  });
});
