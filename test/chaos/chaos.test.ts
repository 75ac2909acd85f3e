import { describe, expect, it } from "vitest";
import { countsOf } from "./figures.ts";
import { runChaos } from "./run.ts";

const NOTHING = {
  lost: 0,
  doubled: 0,
  phantom: 0,
  altered: 0,
  notDelivered: 0,
  shownTwice: 0,
  outOfOrder: 0,
  leaked: 0,
};
// Far beyond what it takes: nothing here is about time.
const TIMEOUT_MS = 240_000;

describe("people who talk while everything around them breaks", () => {
  it("S17 lose nothing, see nothing twice and all end with the same", { timeout: TIMEOUT_MS }, async () => {
    const events: string[] = [];
    const plan = { seed: 6, seconds: 8, clients: 4, rate: 40, pace: 0.3 };
    const { findings, figures } = await runChaos({ ...plan, onEvent: (line) => events.push(line) });
    const story = `${events.join("\n")}\n${JSON.stringify(findings, undefined, 2)}`;
    expect(countsOf([findings]), story).toEqual(NOTHING);
    expect(figures.acknowledged, story).toBeGreaterThan(100);
    // How many depends on how fast the machine is; none would mean that the run did not try.
    expect(figures.changes, story).toBeGreaterThan(0);
    expect(figures.refusals, story).toBeGreaterThan(0);
    expect(story).toContain("back after");
  });
});
