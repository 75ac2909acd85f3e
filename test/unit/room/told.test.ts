import { describe, expect, test } from "vitest";
import { Told } from "../../../worker/room/told.ts";

describe("what was told of people a moment ago", () => {
  test("count for a minute, before what somebody brings along who was on their way meanwhile", () => {
    const told = new Told<boolean>();
    told.tell("ann", true, 0);
    told.tell("bob", false, 0);
    expect(told.of("ann", false, 60_000)).toBe(true);
    expect(told.of("bob", true, 60_000)).toBe(false);
    expect(told.of("ann", false, 60_001)).toBe(false);
    expect(told.of("bob", true, 60_001)).toBe(true);
  });

  test("are the last ones, and nobody else's", () => {
    const told = new Told<boolean>();
    told.tell("ann", true, 0);
    told.tell("ann", false, 1_000);
    expect(told.of("ann", true, 2_000)).toBe(false);
    expect(told.of("cem", true, 2_000)).toBe(true);
    expect(told.of("cem", false, 2_000)).toBe(false);
  });
});
