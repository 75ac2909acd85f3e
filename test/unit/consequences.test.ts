import { expect, it } from "vitest";
import { Consequences } from "../../worker/inbox/consequences.ts";
import type { RecordedStanding } from "../../worker/standing.ts";

const CALM: RecordedStanding = {
  apartFrom: [],
  timeoutUntil: 0,
  isBanned: false,
  isModerator: false,
  purge: undefined,
};

/** A person's inbox, whose record and rooms the scene plays. */
function stage() {
  const store = new Map<string, unknown>();
  const kept = {
    get: (key: string) => store.get(key),
    put: (key: string, value: unknown) => void store.set(key, value),
    delete: (key: string) => store.delete(key),
  };
  const record = { standing: CALM, isAway: false };
  const rooms = { areAway: false };
  const told: string[] = [];
  const consequences = new Consequences(kept, {
    async find() {
      const seen = { ...record.standing };
      if (record.isAway) throw new Error("the record is away");
      return seen;
    },
    async tell(_, { apartFrom }) {
      told.push(`apart from ${apartFrom.join(",")}`);
      return !rooms.areAway;
    },
    async expel() {
      told.push("expelled");
      return true;
    },
    purge: (_, { no }) => void told.push(`purge ${no}`),
  });
  return { consequences, record, rooms, told };
}

it("are drawn of each change, though another one was expected and followed in between", async () => {
  const { consequences, record, told } = stage();
  consequences.expect("rae", 0);
  consequences.expect("rae", 0);
  record.standing = { ...CALM, apartFrom: ["bob"] };
  await consequences.follow("rae", 1);
  expect(told).toEqual(["apart from bob"]);
  // The ban was not in the record yet when the block was followed.
  record.standing = { ...CALM, apartFrom: ["bob"], isBanned: true };
  await consequences.follow("rae", 2);
  expect(told.slice(1)).toEqual(["expelled", "apart from bob"]);
  expect(consequences.dueAt).toBeUndefined();
});

it("are drawn by the alarm where nothing is heard of a change, and again where the record was away", async () => {
  const { consequences, record, told } = stage();
  consequences.expect("rae", 0);
  await consequences.pass(9_999);
  expect(told).toEqual([]);
  record.isAway = true;
  await consequences.pass(10_000);
  record.isAway = false;
  expect(told).toEqual([]);
  const { dueAt = 0 } = consequences;
  expect(dueAt).toBeGreaterThan(10_000);
  record.standing = { ...CALM, isBanned: true, purge: { since: 0, no: 3 } };
  await consequences.pass(dueAt);
  expect(told).toEqual(["expelled", "apart from ", "purge 3"]);
  // The change may still be on its way to the record, for a minute.
  record.standing = CALM;
  await consequences.pass(60_000);
  expect(told.slice(3)).toEqual(["apart from "]);
  expect(consequences.dueAt).toBeUndefined();
});

it("are not forgotten where the alarm took a change for done that came after it and could not be told", async () => {
  const { consequences, record, rooms, told } = stage();
  consequences.expect("rae", 0);
  await consequences.pass(60_000);
  expect(consequences.dueAt).toBeUndefined();
  record.standing = { ...CALM, isBanned: true, purge: { since: 0, no: 1 } };
  rooms.areAway = true;
  await consequences.follow("rae", 61_000);
  const { dueAt = 0 } = consequences;
  expect(dueAt).toBeGreaterThan(61_000);
  // Nothing is taken out while they may still be writing.
  expect(told.slice(1)).toEqual(["expelled", "apart from "]);
  rooms.areAway = false;
  await consequences.pass(dueAt);
  expect(told.slice(3)).toEqual(["expelled", "apart from ", "purge 1"]);
  expect(consequences.dueAt).toBeUndefined();
});

it("are looked at once more where a change was expected meanwhile and nothing was heard of it", async () => {
  const { consequences } = stage();
  consequences.expect("rae", 0);
  const following = consequences.follow("rae", 1);
  consequences.expect("rae", 5);
  await following;
  expect(consequences.dueAt).toBeDefined();
});
