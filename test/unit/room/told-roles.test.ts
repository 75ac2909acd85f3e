import { describe, expect, test } from "vitest";
import { ToldRoles } from "../../../worker/room/told-roles.ts";

describe("roles that were told a moment ago", () => {
  test("count for a minute, before what somebody brings along who was on their way meanwhile", () => {
    const roles = new ToldRoles();
    roles.tell("ann", true, 0);
    roles.tell("bob", false, 0);
    expect(roles.isModerator("ann", false, 60_000)).toBe(true);
    expect(roles.isModerator("bob", true, 60_000)).toBe(false);
    expect(roles.isModerator("ann", false, 60_001)).toBe(false);
    expect(roles.isModerator("bob", true, 60_001)).toBe(true);
  });

  test("are the last ones, and nobody else's", () => {
    const roles = new ToldRoles();
    roles.tell("ann", true, 0);
    roles.tell("ann", false, 1_000);
    expect(roles.isModerator("ann", true, 2_000)).toBe(false);
    expect(roles.isModerator("cem", true, 2_000)).toBe(true);
    expect(roles.isModerator("cem", false, 2_000)).toBe(false);
  });
});
