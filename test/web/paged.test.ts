import { expect, test } from "vitest";
import { ApiError } from "../../web/client/api-error.ts";
import { createPaged } from "../../web/models/paged.ts";

test("a list in pages goes on where it ended, begins anew, and keeps what it has where the server is away", async () => {
  let isAway = false;
  const list = createPaged(async (cursor?: string) => {
    if (isAway) throw new ApiError("unavailable", "away");
    return cursor === undefined ? { items: [1, 2], cursor: "2" } : { items: [3] };
  });
  await list.load();
  expect([list.items.value, list.hasMore.value]).toEqual([[1, 2], true]);
  await list.more();
  expect([list.items.value, list.hasMore.value]).toEqual([[1, 2, 3], false]);
  list.replace(2, undefined);
  isAway = true;
  await list.load();
  expect([list.items.value, list.fault.value?.code]).toEqual([[1, 3], "unavailable"]);
});

test("of a page that did not come the next try asks for that one, and what is there stays", async () => {
  let isAway = false;
  const asked: (string | undefined)[] = [];
  const list = createPaged(async (cursor?: string) => {
    asked.push(cursor);
    if (isAway) throw new ApiError("unavailable", "away");
    return cursor === undefined ? { items: [1, 2], cursor: "2" } : { items: [3] };
  });
  isAway = true;
  await list.load();
  isAway = false;
  await list.again();
  isAway = true;
  await list.more();
  expect([list.items.value, list.fault.value?.code]).toEqual([[1, 2], "unavailable"]);
  isAway = false;
  await list.again();
  expect([list.items.value, list.fault.value]).toEqual([[1, 2, 3], undefined]);
  expect(asked).toEqual([undefined, undefined, "2", "2"]);
});
