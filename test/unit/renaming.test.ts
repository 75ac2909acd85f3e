import { expect, it } from "vitest";
import { Renaming } from "../../worker/inbox/renaming.ts";

const named = (displayName: string) => ({ id: "ann", username: "ann", displayName });

/** A person's inbox, whose rooms are there or away. */
function stage() {
  const store = new Map<string, unknown>();
  const rooms = { areThere: true, told: [] as (string | null)[] };
  const kept = {
    get: (key: string) => store.get(key),
    put: (key: string, value: unknown) => void store.set(key, value),
    delete: (key: string) => store.delete(key),
  };
  const renaming = new Renaming(kept, async ({ displayName }) => {
    rooms.told.push(displayName);
    return rooms.areThere;
  });
  return { renaming, rooms };
}

it("another name is told to every room, and nothing is left of it", async () => {
  const { renaming, rooms } = stage();
  await renaming.begin(named("Anna"), 0);
  expect(rooms.told).toEqual(["Anna"]);
  expect(renaming.dueAt).toBeUndefined();
});

it("where a room is away it is told again, less and less often, until all know the last one", async () => {
  const { renaming, rooms } = stage();
  rooms.areThere = false;
  await renaming.begin(named("Anna"), 0);
  expect(renaming.dueAt).toBe(5_000);
  await renaming.pass(4_999);
  expect(rooms.told).toEqual(["Anna"]);
  await renaming.pass(20_000);
  expect(renaming.dueAt).toBe(40_000);
  await renaming.begin(named("Annika"), 30_000);
  rooms.areThere = true;
  await renaming.pass(35_000);
  expect(rooms.told).toEqual(["Anna", "Anna", "Annika", "Annika"]);
  expect(renaming.dueAt).toBeUndefined();
});

it("two names at once: the rooms hear the later one last", async () => {
  const { renaming, rooms } = stage();
  await Promise.all([renaming.begin(named("Anna"), 0), renaming.begin(named("Annika"), 0)]);
  expect(rooms.told.at(-1)).toBe("Annika");
  expect(renaming.dueAt).toBeUndefined();
});
