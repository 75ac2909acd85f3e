import type { Mark } from "./read-marks.ts";

/** Where marks are to stand. */
export interface PlacedReads {
  /** All that are in the row of the room from then on, by user id; the one that moved last is the last. */
  recent: ReadonlyMap<string, number>;
  /** What is to stand in `members`. Who is no member is left out. */
  apart: Mark[];
}

/** As JSON under 10 kB, written with each change of the room. Those who follow a busy room are seldom more. */
const TOGETHER = 200;

/** Where these marks go, when `known` are those that stand together in the row of the room. */
export function placeReads(
  known: ReadonlyMap<string, number>,
  marks: readonly Mark[],
  together = TOGETHER,
): PlacedReads {
  const recent = new Map(known);
  for (const { userId, seq, isExact } of marks) {
    const before = recent.get(userId) ?? 0;
    // Behind the others: it moved last.
    recent.delete(userId);
    recent.set(userId, isExact ? seq : Math.max(before, seq));
  }
  // The higher of the two places counts, so what goes back has to go back in both.
  const apart = marks.filter(({ isExact }) => isExact);
  const tooMany = Array.from(recent).slice(0, Math.max(0, recent.size - together));
  for (const [userId, seq] of tooMany) {
    recent.delete(userId);
    if (!apart.some((mark) => mark.userId === userId)) apart.push({ userId, seq, isExact: false });
  }
  return { recent, apart };
}
