import { describe, expect, it } from "vitest";
import { goToSleep } from "../nap.ts";

describe("a room that is left alone", () => {
  it("S5 answers who only pings", async () => {
    const { sleepers } = await goToSleep();
    for (const one of sleepers) {
      await expect.poll(() => one.pongs, { timeout: 5_000 }).toBeGreaterThan(0);
      expect(one.isOpen()).toBe(true);
    }
  });
});
