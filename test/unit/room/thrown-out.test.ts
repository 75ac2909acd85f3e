import { expect, it } from "vitest";
import { ThrownOut } from "../../../worker/room/thrown-out.ts";

it("S32: whoever was thrown out three times within a minute stays out until the first of them is a minute ago", () => {
  const out = new ThrownOut();
  const start = 1_700_000_000_000;
  for (const seconds of [0, 20, 40]) {
    expect(out.staysOut("flooding", start + seconds * 1_000)).toBe(false);
    out.add("flooding", start + seconds * 1_000);
  }
  expect(out.staysOut("flooding", start + 40_000)).toBe(true);
  expect(out.staysOut("other", start + 40_000)).toBe(false);
  expect(out.staysOut("flooding", start + 60_001)).toBe(false);
  out.add("flooding", start + 61_000);
  expect(out.staysOut("flooding", start + 61_000)).toBe(true);
});
