import { expect, it } from "vitest";
import { type Mark, ReadMarks } from "../../../worker/room/read-marks.ts";

it("R19: a mark that was set back stays set back, though it could not be written and one has read on since", async () => {
  const written: Mark[] = [];
  let isAway = true;
  const marks: ReadMarks = new ReadMarks(
    async (due) => {
      if (isAway) {
        isAway = false;
        marks.move("ann", 45, false);
        throw new Error("the record is away");
      }
      written.push(...due);
    },
    () => undefined,
  );
  marks.learn("ann", 100);
  marks.move("ann", 40, true);
  await marks.settle();
  expect(written).toEqual([{ userId: "ann", seq: 45, isExact: true }]);
});

it("R19: a mark that could not be written stays as far as it was, also where a message of the same person goes out meanwhile", async () => {
  const written: Mark[] = [];
  let isAway = true;
  const marks: ReadMarks = new ReadMarks(
    async (due) => {
      if (isAway) {
        isAway = false;
        marks.goesWith("ann", 90);
        throw new Error("the record is away");
      }
      written.push(...due);
    },
    () => undefined,
  );
  marks.learn("ann", 40);
  marks.move("ann", 100, false);
  await marks.settle();
  await marks.settle();
  expect(written).toEqual([{ userId: "ann", seq: 100, isExact: false }]);
});
