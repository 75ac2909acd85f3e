import { describe, expect, test } from "vitest";
import { createHttp } from "../../web/client/http.ts";
import { createStaffApi } from "../../web/client/staff-api.ts";
import { restrictionSteps } from "../../web/models/restriction-steps.ts";

describe("H58 the audit log", () => {
  const now = { slowMode: 30, locked: false };

  test.each([
    ["unlocking a room that stays slow", { ...now, slowModeBefore: 30, lockedBefore: true }, [{ kind: "unlocked" }]],
    ["locking it", { slowMode: 30, locked: true, slowModeBefore: 30, lockedBefore: false }, [{ kind: "locked" }]],
    ["slowing it down", { ...now, slowModeBefore: 5, lockedBefore: false }, [{ kind: "slowed", slowMode: 30 }]],
    [
      "both at once",
      { slowMode: 0, locked: true, slowModeBefore: 30, lockedBefore: false },
      [{ kind: "locked" }, { kind: "unslowed" }],
    ],
    ["what an early release wrote down", now, [{ kind: "changed" }]],
  ])("tells %s as what it was", (_what, detail, steps) => {
    expect(restrictionSteps(detail)).toEqual(steps);
  });

  test("is read also where it tells of something that came later than the page", async () => {
    const entries = [
      { no: 2, at: 2, action: "moved_to_the_moon", actorId: "ann", detail: { rocket: 9 } },
      { no: 1, at: 1, action: "ban", actorId: null, userId: "bob", detail: { reason: "a raid" } },
    ];
    const staff = createStaffApi(createHttp({ fetch: async () => Response.json({ entries, people: [] }) }));
    expect((await staff.audit({})).entries).toEqual(entries);
    // What is no entry at all is refused all the same.
    entries.push({ no: 0, at: 1, action: "ban", actorId: null, userId: "bob", detail: { reason: "number 0" } });
    await expect(staff.audit({})).rejects.toMatchObject({ code: "internal" });
  });
});
