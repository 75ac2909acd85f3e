import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLookup } from "../../web/models/lookup.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("typing asks for what was not asked yet, Enter also for what has an answer, and never beside itself", async () => {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const lookup = createLookup(async (question) => {
    asked.push(question);
    await new Promise<void>((resolve) => answers.push(resolve));
    return asked.length;
  });
  lookup.ask("tea");
  lookup.ask("tea", true);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked, "Enter does not wait").toEqual(["tea"]);
  lookup.ask("tea", true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked, "it is under way").toEqual(["tea"]);
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(lookup.state.value).toEqual({ kind: "found", value: 1 });
  lookup.ask("tea ");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked, "it is answered").toEqual(["tea"]);
  lookup.ask("tea", true);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked, "there may be more by now").toEqual(["tea", "tea"]);
  expect(lookup.state.value).toEqual({ kind: "loading", last: 1 });
  lookup.close();
});
