import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import type { HistoryQuery } from "../../web/client/api.ts";
import { ApiError } from "../../web/client/api-error.ts";
import { applyFrame, applyPage, emptyTimeline } from "../../web/client/timeline.ts";
import { createPages } from "../../web/models/pages.ts";
import { type View, viewOfEnd } from "../../web/models/view.ts";
import { bob, message, welcome } from "./support/room-log.ts";

const LAST = 1_000;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => message(from + n, bob));

/** A room of a thousand messages, open at its end. Each page of history waits until it is let through, or refused. */
function openPages() {
  const end = applyFrame(emptyTimeline, welcome(range(LAST - 49, LAST)));
  const timeline = signal(end);
  const view = signal<View>(viewOfEnd(end));
  const waiting: { query: HistoryQuery; go(refusal?: ApiError): void }[] = [];
  const pages = createPages({
    timeline,
    view,
    most: () => 150,
    load: async (query, then) => {
      await new Promise<void>((resolve, reject) =>
        waiting.push({ query, go: (refusal) => (refusal === undefined ? resolve() : reject(refusal)) }),
      );
      const seq = query.around ?? query.before ?? 1;
      const messages = seq > LAST ? [] : range(Math.max(1, seq - 25), Math.min(LAST, seq + 24));
      timeline.value = applyPage(timeline.value, { messages, hasBefore: true, hasAfter: true }, timeline.value);
      then?.();
    },
  });
  return { pages, view, waiting };
}

const offline = () => new ApiError("unreachable", "no network");

test("of two messages that are gone to, the later one is shown, whichever page comes last", async () => {
  const { pages, view, waiting } = openPages();
  const [first, second] = [pages.open(100), pages.open(500)];
  waiting[1]?.go();
  expect(await second).toBe(true);
  waiting[0]?.go();
  expect(await first).toBe(false);
  expect(pages.opened.value?.seq).toBe(500);
  expect(view.value.from).toBeGreaterThan(450);
  expect(pages.loading.value).toBeUndefined();
});

test("whoever goes to the end stays there, though the page they had asked for comes after that, or does not", async () => {
  for (const refusal of [undefined, offline()]) {
    const { pages, view, waiting } = openPages();
    const opening = pages.open(100);
    pages.toEnd();
    expect(pages.loading.value).toBeUndefined();
    waiting[0]?.go(refusal);
    expect(await opening).toBe(false);
    expect(view.value).toMatchObject({ to: LAST, isFollowing: true });
    expect(pages.failure.value).toBeUndefined();
  }
});

test("a message is asked for once, though the link and the address it leads to both ask", async () => {
  const { pages, waiting } = openPages();
  const both = [pages.open(100), pages.open(100)];
  expect(waiting).toHaveLength(1);
  waiting[0]?.go();
  expect(await Promise.all(both)).toEqual([true, false]);
  expect(pages.opened.value?.seq).toBe(100);
});

test("what did not come says so, and is tried again as it was asked for", async () => {
  const { pages, view, waiting } = openPages();
  const opening = pages.open(100);
  waiting[0]?.go(offline());
  expect(await opening).toBe(false);
  expect(pages.failure.value).toMatchObject({ where: "around", code: "unreachable" });
  pages.failure.value?.again();
  expect(waiting[1]?.query).toMatchObject({ around: 100 });
  waiting[1]?.go();
  await expect.poll(() => pages.opened.value?.seq).toBe(100);
  expect(pages.failure.value).toBeUndefined();

  const stepping = pages.older();
  waiting[2]?.go(offline());
  await stepping;
  expect(pages.failure.value).toMatchObject({ where: "older", code: "unreachable" });
  const { from } = view.value;
  pages.failure.value?.again();
  waiting[3]?.go();
  await expect.poll(() => view.value.from).toBeLessThan(from);
});

test("a message that is not there is no message, and goes with the next way one takes", async () => {
  const { pages, waiting } = openPages();
  const opening = pages.open(5_000);
  waiting[0]?.go();
  expect(await opening).toBe(false);
  expect(pages.failure.value).toMatchObject({ where: "around", code: "not_found" });
  pages.toEnd();
  expect(pages.failure.value).toBeUndefined();
});

test("what is said of a message that is not there stays while the view fetches by itself, and goes with a later step", async () => {
  const { pages, waiting } = openPages();
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const opening = pages.open(5_000);
    waiting[0]?.go();
    await opening;
    const step = async () => {
      const stepping = pages.older();
      waiting.at(-1)?.go();
      await stepping;
    };
    await step();
    expect(waiting).toHaveLength(2);
    expect(pages.failure.value).toMatchObject({ code: "not_found" });
    vi.setSystemTime(Date.now() + 10_000);
    while (waiting.length < 3) await step();
    expect(pages.failure.value).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});
