import type { Stretch, Trace } from "../db/own-data.ts";

/** So many messages are looked at in one query: a twentieth of a second for the database, and a large room in few queries. */
const LOOKED_AT = 20_000;

/**
 * Cuts whole rooms (`to` is their last message) into portions for one query each: several small rooms together, a large one in
 * parts. In the order given.
 */
export function* portions(rooms: Iterable<Stretch>): Generator<Stretch[]> {
  let portion: Stretch[] = [];
  let left = LOOKED_AT;
  for (const { roomId, from: first, to } of rooms) {
    for (let from = first; from <= to; ) {
      const end = Math.min(to, from + left - 1);
      portion.push({ roomId, from, to: end });
      left -= end - from + 1;
      from = end + 1;
      if (left > 0) continue;
      yield portion;
      portion = [];
      left = LOOKED_AT;
    }
  }
  if (portion.length > 0) yield portion;
}

/** What is left of a portion after a message that was found in it. */
export function after(portion: Stretch[], { roomId, stored }: Trace): Stretch[] {
  const index = portion.findIndex((stretch) => stretch.roomId === roomId && stored.seq <= stretch.to);
  const [found, ...rest] = portion.slice(index);
  if (!found || stored.seq === found.to) return rest;
  return [{ ...found, from: stored.seq + 1 }, ...rest];
}
