import { expect, test } from "vitest";
import { isComposing } from "../../web/browser/composition.ts";

test("a key is the input method's while it composes, and so is the Enter that Safari sends after it", () => {
  const enter = { isComposing: false, keyCode: 13 };
  expect(isComposing(enter)).toBe(false);
  expect(isComposing({ ...enter, isComposing: true })).toBe(true);
  expect(isComposing({ ...enter, keyCode: 229 })).toBe(true);
});
