/** How far the message under the reader's eyes moves while everything around it does. */
import type { JSHandle, Page } from "playwright-core";
import { GLOBAL_ROOM_ID } from "../../worker/protocol.ts";
import type { Finding } from "./findings.ts";
import { type Reader, ROOM, type Stage } from "./stage.ts";

const AT_MOST_PX = 1;
const ARRIVALS = 50;
const PAGES = 3;
const BLOCK_PX = 320;
const WIDE = { width: 1280, height: 800 };
const SIZES = [{ width: 900, height: 700 }, { width: 390, height: 844 }, WIDE];

interface Watch {
  worst: number;
  /** Somebody scrolled by that much. */
  scrolled(by: number): void;
  /** After two frames more. */
  stop(): Promise<number>;
}

export async function measureDrift(stage: Stage): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const slowdown of [1, 4]) {
    const reader = await stage.reader(`drift${slowdown}`);
    await startReading(reader);
    await reader.slowDown(slowdown);
    const note = (what: string, value: number) =>
      findings.push({ part: `drift, ${slowdown}× slower`, what, value, unit: "px", atMost: AT_MOST_PX });
    note(`${ARRIVALS} messages arrive`, await whileMessagesArrive(stage, reader.page, slowdown));
    note(`${PAGES} older pages load`, await whilePagesLoad(reader.page));
    note(`a block of ${BLOCK_PX} px grows above`, await whileBlockGrows(reader.page));
    note("the window is resized", await whileResized(reader.page));
    await reader.close();
  }
  return findings;
}

/** Somewhere above the end, with everything around it drawn. */
async function startReading({ page }: Reader): Promise<void> {
  await page.goto(ROOM);
  await page.getByRole("article").last().waitFor();
  await page.locator(".timeline-scroll").evaluate((scroller) => scroller.scrollBy(0, -900));
  await page.getByRole("button", { name: "Latest messages" }).waitFor();
  await page.waitForLoadState("networkidle");
}

async function whileMessagesArrive({ writer }: Stage, page: Page, slowdown: number): Promise<number> {
  const watch = await watchEye(page, 1 / 3);
  const before = await page.getByRole("button", { name: /new message/ }).count();
  if (before > 0) throw new Error("something is new before anything was said");
  for (let n = 1; n <= ARRIVALS; n++) {
    const id = `arrival-${slowdown}-${n}`;
    await writer.send(GLOBAL_ROOM_ID, { id, body: `Arrival ${n} ${"that takes a line more ".repeat(n % 5)}` });
  }
  await page.getByRole("button", { name: `${ARRIVALS} new messages` }).waitFor();
  return stopped(watch);
}

/** Scrolls up, frame by frame, until so many pages came on top. */
async function whilePagesLoad(page: Page): Promise<number> {
  const watch = await watchEye(page, 1 / 3);
  await watch.evaluate(async ({ scrolled }, pages) => {
    const scroller = document.querySelector(".timeline-scroll");
    if (scroller === null) throw new Error("there is no timeline");
    const firstSeq = () => Number(document.querySelector<HTMLElement>("[data-seq]")?.dataset["seq"]);
    const deadline = performance.now() + 60_000;
    for (let first = firstSeq(), came = 0; came < pages; ) {
      if (performance.now() > deadline) throw new Error(`${came} of ${pages} pages came within a minute`);
      const before = scroller.scrollTop;
      scroller.scrollTop -= 120;
      scrolled(before - scroller.scrollTop);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      if (firstSeq() < first) came++;
      first = firstSeq();
    }
  }, PAGES);
  return stopped(watch);
}

/** Room is made for it at once, as when a picture comes, and then it grows over twenty frames. */
async function whileBlockGrows(page: Page): Promise<number> {
  const watch = await watchEye(page, 1 / 3);
  await page.evaluate(async (height) => {
    const top = document.querySelector(".timeline-scroll")?.getBoundingClientRect().top ?? 0;
    const above = [...document.querySelectorAll("[data-seq]")].filter(
      (row) => row.getBoundingClientRect().bottom < top,
    );
    const block = document.createElement("div");
    const row = above.at(-3);
    if (row === undefined) throw new Error("there is nothing above");
    row.append(block);
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    block.style.blockSize = `${height}px`;
    for (let step = 1; step <= 20; step++) {
      await frame();
      block.style.blockSize = `${height + step * 7.3}px`;
    }
    await frame();
    block.remove();
  }, BLOCK_PX);
  return stopped(watch);
}

/** The first message in sight is the one that stays: text that wraps otherwise has to move those below it. */
async function whileResized(page: Page): Promise<number> {
  const watch = await watchEye(page, 0);
  for (const size of SIZES) await page.setViewportSize(size);
  return stopped(watch);
}

async function stopped(watch: JSHandle<Watch>): Promise<number> {
  const worst = await watch.evaluate(({ stop }) => stop());
  await watch.dispose();
  return worst;
}

/**
 * Looks at the message that stands at a share of the height whenever a frame is painted: where its text ends, because the name
 * above it may go when what came before is by the same person.
 */
function watchEye(page: Page, share: number): Promise<JSHandle<Watch>> {
  return page.evaluateHandle((share): Watch => {
    const scroller = document.querySelector(".timeline-scroll");
    if (scroller === null) throw new Error("there is no timeline");
    const edgeOf = (row: Element) => (row.querySelector(".message-text") ?? row).getBoundingClientRect().bottom;
    let isOver = false;
    let eye: { seq: string; edge: number } | undefined;

    function choose(): void {
      const { top = 0, height = 0 } = scroller?.getBoundingClientRect() ?? {};
      const rows = [...document.querySelectorAll<HTMLElement>("[data-seq]")];
      const row = rows.find((each) => each.getBoundingClientRect().bottom > top + height * share);
      eye = row && { seq: row.dataset["seq"] ?? "", edge: edgeOf(row) };
    }
    function sample(): void {
      const row = eye && document.querySelector(`[data-seq="${eye.seq}"]`);
      if (eye === undefined) return;
      // Gone from the page altogether: nothing is worse.
      const moved = row ? Math.abs(edgeOf(row) - eye.edge) : Number.POSITIVE_INFINITY;
      watch.worst = Math.max(watch.worst, moved);
    }
    // Asked last before a frame is painted, when the page's own observers have put right what they put right: what nobody sees counts not.
    const probe = document.body.appendChild(document.createElement("div"));
    probe.style.cssText = "position: fixed; visibility: hidden; block-size: 1px";
    const beforePainting = new ResizeObserver(sample);
    beforePainting.observe(probe);
    function nextFrame(): void {
      probe.style.inlineSize = probe.style.inlineSize === "1px" ? "2px" : "1px";
      if (!isOver) requestAnimationFrame(nextFrame);
    }
    const watch: Watch = {
      worst: 0,
      scrolled: (by) => {
        if (eye !== undefined) eye.edge += by;
        sample();
        // The one that was looked at will soon be out of sight.
        choose();
      },
      stop: async () => {
        for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
        isOver = true;
        beforePainting.disconnect();
        probe.remove();
        return watch.worst;
      },
    };
    choose();
    nextFrame();
    return watch;
  }, share);
}
