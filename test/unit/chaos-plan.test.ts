import { describe, expect, it } from "vitest";
import { networkPlan, serverPlan } from "../chaos/plan.ts";

function first<T>(count: number, plan: Iterable<T>): T[] {
  const taken: T[] = [];
  for (const one of plan) {
    taken.push(one);
    if (taken.length === count) break;
  }
  return taken;
}

describe("what goes wrong in a chaos run", () => {
  it("is the same for the same seed, and another for another", () => {
    const both = (seed: number) => [first(50, serverPlan(seed)), first(50, networkPlan(seed, 6))];
    expect(both(7)).toEqual(both(7));
    expect(both(7)).not.toEqual(both(8));
  });

  it("is every fault there is, before any comes again", () => {
    const kinds = [
      first(7, serverPlan(1)).map(({ fault }) => fault.kind),
      first(7, networkPlan(1, 6)).map(({ fault }) => fault.kind),
    ];
    expect(kinds.map((drawn) => new Set(drawn).size)).toEqual([7, 7]);
  });

  it("hits only people who are there", () => {
    const victims = first(200, networkPlan(3, 4)).flatMap(({ fault }) => fault.who);
    expect(new Set(victims)).toEqual(new Set([0, 1, 2, 3]));
  });
});
