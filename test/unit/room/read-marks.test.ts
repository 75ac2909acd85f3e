import { expect, it } from "vitest";
import { type Mark, ReadMarks } from "../../../worker/room/read-marks.ts";

/** Marks of a record that is away for the first write, which fails after what happens meanwhile. */
function marksThatWait(meanwhile: (marks: ReadMarks) => void): { marks: ReadMarks; written: Mark[] } {
  const written: Mark[] = [];
  let isAway = true;
  const marks: ReadMarks = new ReadMarks(
    async (due) => {
      if (isAway) {
        isAway = false;
        meanwhile(marks);
        throw new Error("the record is away");
      }
      written.push(...due);
    },
    () => undefined,
  );
  return { marks, written };
}

it("R19: a mark that was set back stays set back, though it could not be written and one has read on since", async () => {
  const { marks, written } = marksThatWait((waiting) => waiting.move("ann", 45, false));
  marks.learn("ann", 100);
  marks.move("ann", 40, true);
  await marks.settle();
  expect(written).toEqual([{ userId: "ann", seq: 45, isExact: true }]);
});

it("R19: a mark that could not be written stays as far as it was, also where a message of the same person goes out meanwhile", async () => {
  const { marks, written } = marksThatWait((waiting) => waiting.goesWith("ann", 90));
  marks.learn("ann", 40);
  marks.move("ann", 100, false);
  await marks.settle();
  await marks.settle();
  expect(written).toEqual([{ userId: "ann", seq: 100, isExact: false }]);
});
