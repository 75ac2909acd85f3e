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
