/** The whole room, from the newest message to the first, by the wheel: how much the page holds, and how long it keeps the reader waiting. */
import type { JSHandle, Page } from "playwright-core";
import type { Finding } from "./findings.ts";
import { MESSAGES, type Reader, ROOM, type Stage } from "./stage.ts";
import { traceTasks } from "./tasks.ts";

const SLOWDOWN = 4;
const STEP_PX = 700;
const WITHIN_MS = 600_000;
const MOST_ROWS = 400;
const LONGEST_TASK_MS = 100;
// What is remembered of a room has an end, which is reached on the way; then there may be some noise.
const MOST_GROWTH = 1.25;
const LOOKS = 5;
const MB = 1024 * 1024;

interface Watch {
  mostRows: number;
  seen: Set<number>;
}

export async function measureScrolling(stage: Stage): Promise<Finding[]> {
  const reader = await stage.reader("scrolling");
  const { page } = reader;
  await page.goto(ROOM);
  await page.getByRole("article").last().waitFor();
  await page.waitForLoadState("networkidle");
  await reader.slowDown(SLOWDOWN);
  const watch = await watchRows(page);
  const { heaps, tasks } = await scrollToTheFirst(reader);
  const { mostRows, seen } = await watch.evaluate(({ mostRows, seen }) => ({ mostRows, seen: seen.size }));
  await reader.close();
  if (seen < MESSAGES) throw new Error(`${MESSAGES - seen} messages were never on the page`);
  const part = `${MESSAGES} messages, ${SLOWDOWN}× slower`;
  const most = Math.max(...heaps.slice(0, -1).map(({ bytes }) => bytes));
  const last = heaps.at(-1)?.bytes ?? Number.NaN;
  return [
    { part, what: "rows on the page", value: mostRows, unit: "rows", atMost: MOST_ROWS },
    { part, what: "longest task", value: Math.max(0, ...tasks), unit: "ms", atMost: LONGEST_TASK_MS },
    { part, what: "tasks over 50 ms", value: tasks.filter((ms) => ms > 50).length, unit: "tasks" },
    ...heaps.map(({ at, bytes }): Finding => ({ part, what: `heap at message ${at}`, value: bytes / MB, unit: "MB" })),
    {
      part,
      what: "heap at the first, by the most before",
      value: last / most,
      unit: "times",
      atMost: MOST_GROWTH,
    },
  ];
}

/** Gives the heap on the way, in equal steps, and how long the page was busy at a time, apart from what asking for the heap took. */
async function scrollToTheFirst({ page, cdp, browserCdp }: Reader) {
  const heaps: { at: number; bytes: number }[] = [];
  const tasks: number[] = [];
  await page.mouse.move(700, 400);
  const deadline = Date.now() + WITHIN_MS;
  for (let part = 1; part < LOOKS; part++) {
    const until = MESSAGES - (part * MESSAGES) / (LOOKS - 1);
    const endTrace = await traceTasks(browserCdp);
    let at = MESSAGES;
    for (let isThere = false; !isThere; ) {
      await page.mouse.wheel(0, -STEP_PX);
      const now = await placeOf(page);
      at = now.first;
      isThere = until > 0 ? at <= until : at === 1 && now.isAtTop;
      if (Date.now() > deadline) throw new Error(`after ${WITHIN_MS / 1000} s the page is at message ${at}`);
    }
    tasks.push(...(await endTrace()));
    await cdp.send("HeapProfiler.collectGarbage");
    heaps.push({ at, bytes: (await cdp.send("Runtime.getHeapUsage")).usedSize });
  }
  return { heaps, tasks };
}

function placeOf(page: Page): Promise<{ first: number; isAtTop: boolean }> {
  return page.evaluate(() => ({
    first: Number(document.querySelector<HTMLElement>("[data-seq]")?.dataset["seq"]),
    isAtTop: document.querySelector(".timeline-scroll")?.scrollTop === 0,
  }));
}

/** Looks whenever rows come or go, so that looking is not what takes the time. */
function watchRows(page: Page): Promise<JSHandle<Watch>> {
  return page.evaluateHandle((): Watch => {
    const list = document.querySelector(".timeline-list");
    if (list === null) throw new Error("there is no timeline");
    const watch: Watch = { mostRows: 0, seen: new Set() };
    const look = () => {
      watch.mostRows = Math.max(watch.mostRows, list.childElementCount);
      for (const row of list.querySelectorAll<HTMLElement>("[data-seq]")) watch.seen.add(Number(row.dataset["seq"]));
    };
    new MutationObserver(look).observe(list, { childList: true });
    look();
    return watch;
  });
}
