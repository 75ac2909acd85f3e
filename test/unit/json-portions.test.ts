import { expect, it } from "vitest";
import { jsonPortions } from "../../worker/db/json-portions.ts";

it("rows go into as few parameters as they fit into, in their order, and none is lost", () => {
  expect(jsonPortions([])).toEqual([]);
  expect(jsonPortions([1, { a: "x" }])).toEqual(['[1,{"a":"x"}]']);
  const rows = Array.from({ length: 7 }, (_, n) => String(n).repeat(200_000));
  const portions = jsonPortions(rows);
  expect(portions.map((portion) => JSON.parse(portion).length)).toEqual([2, 2, 2, 1]);
  expect(portions.flatMap((portion) => JSON.parse(portion))).toEqual(rows);
  const large = "x".repeat(600_000);
  expect(jsonPortions([1, large, 2])).toEqual(["[1]", `["${large}"]`, "[2]"]);
});
