import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { goTo, type Member, member, messageOf, messagesOn, type Person, person, sayAll, write } from "../scene.ts";

// Several pages, and more than the page holds at once.
const MESSAGES = 300;
// Words of different lengths, so that rows have different heights.
const FILLER = "and so on and on, as people talk when the evening is long and nobody has to be anywhere else ";

let bob: Person;
/** How many messages there are in the room by now. */
let lastSeq: number;

function numbered(count: number, text: (n: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => text(index + 1));
}

/** Somebody new starts with everything read, at the end of the room. */
async function reader(username: string, options = {}): Promise<Member> {
  const visitor = await member(username, username, options);
  await visitor.page.goto("/r/global");
  await visitor.page.getByRole("article").last().waitFor();
  return visitor;
}

/** Where a message stands, from the top of the window; its text, because a name above it may go. */
function placeOf(page: Page, seq: number): Promise<number> {
  return page.locator(`[data-seq="${seq}"] .message-text`).evaluate((text) => text.getBoundingClientRect().bottom);
}

function firstInSight(page: Page): Promise<number> {
  return page.evaluate(() => {
    const top = document.querySelector(".timeline-scroll")?.getBoundingClientRect().top ?? 0;
    const rows = [...document.querySelectorAll<HTMLElement>("[data-seq]")];
    return Number(rows.find((row) => row.getBoundingClientRect().bottom > top)?.dataset["seq"]);
  });
}

describe("the timeline", () => {
  beforeAll(async () => {
    bob = await person("bob", "Bob");
    lastSeq = await sayAll(
      bob,
      "global",
      numbered(MESSAGES, (n) => `Message ${n} ${FILLER.repeat((n * 7) % 4)}`),
    );
  });

  test.each([
    ["a desktop", {}],
    ["a phone", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ])("older messages load upwards to the first one without a jump on %s", async (name, options) => {
    const { page } = await reader(name === "a phone" ? "petra" : "dana", options);
    // Steps of a wheel, with a frame between them; at each one the text in sight must stay when pages come.
    const walk = await page.evaluate(async () => {
      const scroller = document.querySelector(".timeline-scroll");
      if (scroller === null) throw new Error("there is no timeline");
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const rows = () => [...document.querySelectorAll<HTMLElement>("[data-seq]")];
      const bottom = (row: Element | undefined) =>
        row?.querySelector(".message-text")?.getBoundingClientRect().bottom ?? 0;
      let worst = 0;
      let worstAt = "";
      let most = 0;
      let pages = 0;
      const seen = new Set<number>();
      const deadline = performance.now() + 20_000;
      for (let step = 0; performance.now() < deadline; step++) {
        const top = scroller.getBoundingClientRect().top;
        const eye = rows().find((row) => bottom(row) > top + 200);
        const seq = eye?.dataset["seq"];
        const before = bottom(eye);
        const held = rows().length;
        const first = rows()[0]?.dataset["seq"];
        await frame();
        const after = document.querySelector(`[data-seq="${seq}"]`) ?? undefined;
        const moved = Math.abs(bottom(after) - before);
        // At first the view is at the end, where it follows whatever still settles below.
        if (step > 0 && moved > worst) {
          worst = moved;
          const now = {
            top: scroller.getBoundingClientRect().top,
            first: rows()[0]?.dataset["seq"],
            rows: rows().length,
          };
          worstAt = JSON.stringify({
            step,
            seq,
            moved,
            scrollTop: scroller.scrollTop,
            before: { top, first, rows: held },
            now,
          });
        }
        most = Math.max(most, document.querySelectorAll(".timeline-list > li").length);
        if (rows()[0]?.dataset["seq"] !== first || rows().length !== held) pages++;
        for (const row of rows()) seen.add(Number(row.dataset["seq"]));
        if (scroller.scrollTop === 0 && rows()[0]?.dataset["seq"] === "1") break;
        scroller.scrollTop -= 240;
      }
      return { worst, worstAt, most, pages, seen: seen.size, first: rows()[0]?.dataset["seq"] };
    });
    expect(walk.first).toBe("1");
    expect(walk.seen).toBe(lastSeq);
    expect(walk.pages).toBeGreaterThanOrEqual(2);
    expect(walk.worst, walk.worstAt).toBeLessThanOrEqual(1);
    expect(walk.most).toBeLessThanOrEqual(300);
    await page.getByText("This is where it all began.").waitFor();
  });

  test("a page that comes late, when its reader has reached the edge already, moves nothing", async () => {
    const { page } = await reader("ludo");
    // The first page comes by itself: the end of the room is less than what is kept ready above it.
    await expect.poll(() => page.locator("[data-seq]").count()).toBeGreaterThan(25);
    const held = Promise.withResolvers<void>();
    await page.route("**/api/rooms/global/messages?*", async (route) => {
      await held.promise;
      await route.continue();
    });
    let isAsked = false;
    page.on("request", (request) => {
      isAsked ||= request.url().includes("/api/rooms/global/messages?");
    });
    // What came with the page before is shown first.
    await expect
      .poll(async () => {
        await page.locator(".timeline-scroll").evaluate((scroller) => {
          scroller.scrollTop = 0;
        });
        return isAsked;
      })
      .toBe(true);
    const seq = (await firstInSight(page)) + 1;
    const before = await placeOf(page, seq);
    held.resolve();
    await page.locator(`[data-seq="${seq - 10}"]`).waitFor({ state: "attached" });
    expect(Math.abs((await placeOf(page, seq)) - before)).toBeLessThanOrEqual(1);
  });

  test("new messages do not move what is being read; the button counts them and leads to them", async () => {
    const { page } = await reader("rita");
    await page.locator(".timeline-scroll").evaluate((scroller) => scroller.scrollBy(0, -900));
    await page.getByRole("button", { name: "Latest messages" }).waitFor();
    const seq = (await firstInSight(page)) + 2;
    const before = await placeOf(page, seq);
    for (let n = 1; n <= 3; n++) await bob.write("global", `Fresh ${n}`);
    const button = page.getByRole("button", { name: "3 new messages" });
    await button.waitFor();
    expect(Math.abs((await placeOf(page, seq)) - before)).toBeLessThanOrEqual(1);
    await button.click();
    await messageOf(page, "Fresh 3").waitFor();
    await expect.poll(() => page.getByRole("button", { name: /new message|Latest/ }).count()).toBe(0);
    // At the end one stays at the end.
    await bob.write("global", "One more at the end");
    await expect
      .poll(() => page.locator(".timeline-scroll").evaluate((s) => s.scrollHeight - s.scrollTop - s.clientHeight))
      .toBeLessThanOrEqual(1);
  });

  test("narrowing the window, or something that grows above it, leaves the message that is being read where it is", async () => {
    const { page } = await reader("rosa");
    await page.locator(".timeline-scroll").evaluate((scroller) => scroller.scrollBy(0, -1_500));
    const seq = await firstInSight(page);
    const before = await placeOf(page, seq);
    await page.setViewportSize({ width: 900, height: 700 });
    await expect.poll(async () => Math.abs((await placeOf(page, seq)) - before)).toBeLessThanOrEqual(1);
    // Something above it grows, by parts of pixels, which a scroller cannot scroll: they must not add up.
    const place = await placeOf(page, seq);
    await page.locator(`[data-seq="${seq - 3}"]`).evaluate(async (row) => {
      const block = row.appendChild(document.createElement("div"));
      for (let height = 0; height < 200; height += 7.3) {
        block.style.blockSize = `${height}px`;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    await expect.poll(async () => Math.abs((await placeOf(page, seq)) - place)).toBeLessThanOrEqual(1);
  });

  test("a search hit opens in its context, and from there one reads on to the end", async () => {
    await bob.write("global", "The treasure is under the old oak");
    await sayAll(
      bob,
      "global",
      numbered(400, (n) => `After ${n}`),
    );
    // It is found within two seconds, and the page asks once.
    await expect.poll(() => bob.get("/search?q=treasure+oak")).not.toEqual({ hits: [] });
    const { page, violations } = await member("sven", "Sven");
    await page.goto("/");
    await page.getByRole("link", { name: "Search messages" }).click();
    await page.getByRole("combobox", { name: "Words to look for" }).fill("treasure oak");
    const hit = page.locator(".hit");
    await hit.getByText("treasure").waitFor();
    expect(await hit.locator("mark").allTextContents()).toEqual(["treasure", "oak"]);
    await hit.click();
    const target = messageOf(page, "The treasure is under the old oak");
    await target.waitFor();
    await page.waitForURL(/\/r\/global\/\d+$/);
    expect(await target.getAttribute("class")).toContain("is-target");
    await expect.poll(() => target.evaluate((row) => row.getBoundingClientRect().top)).toBeLessThan(500);
    expect(await messageOf(page, "After 400").count()).toBe(0);

    // A page that does not come is missed where it belongs, and asked for again there; one that takes its time shows that it comes.
    const between = "**/api/rooms/global/messages?*after=*";
    const end = page.locator(".edge.is-newer");
    const toTheLast = () => page.locator(".timeline-scroll").evaluate((scroller) => scroller.scrollBy(0, 3_000));
    const held = Promise.withResolvers<void>();
    let isDown = true;
    let asked = 0;
    await page.route(between, async (route) => {
      asked++;
      if (isDown) return route.abort();
      await held.promise;
      await route.continue();
    });
    await expect.poll(async () => [await toTheLast(), await end.getByRole("button").count()].at(-1)).toBe(1);
    await end.getByText("The server does not answer.").waitFor();
    const before = asked;
    await end.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => asked).toBeGreaterThan(before);
    isDown = false;
    await expect.poll(async () => [await toTheLast(), await end.locator(".spinner").count()].at(-1)).toBe(1);
    held.resolve();

    // Down to the end: the pages between join it.
    await expect
      .poll(
        async () => {
          await toTheLast();
          return messageOf(page, "After 400").count();
        },
        { timeout: 15_000 },
      )
      .toBe(1);
    expect(await end.count()).toBe(0);
    await page.reload();
    await messageOf(page, "The treasure is under the old oak").waitFor();

    // Where there is nothing to go to one stays, and is told.
    await goTo(page, "/r/global/999999");
    await page.getByText("That message is not in this conversation.").first().waitFor();
    expect(await messageOf(page, "The treasure is under the old oak").count()).toBe(1);
    await page.getByRole("button", { name: "Latest messages" }).click();
    await messageOf(page, "After 400").waitFor();
    expect(await page.locator(".way-fault").count()).toBe(0);
    const focused = () => page.evaluate(() => document.activeElement?.tagName);
    await expect.poll(focused).toBe("TEXTAREA");
    expect(violations).toEqual([]);
  });

  test("unread messages stand below a line that stays while one reads and goes when one writes", async () => {
    const { page } = await reader("nora");
    await goTo(page, "/profile");
    await page.getByRole("heading", { name: "Your profile" }).waitFor();
    await bob.write("global", "While you were away");
    await goTo(page, "/r/global");
    await messageOf(page, "While you were away").waitFor();
    const line = page.locator("[data-new-line]");
    await line.waitFor();
    await bob.write("global", "And one live");
    await messageOf(page, "And one live").waitFor();
    expect(await line.count()).toBe(1);
    await write(page, "I am back");
    await line.waitFor({ state: "detached" });
    expect((await messagesOn(page)).slice(-3)).toEqual(["While you were away", "And one live", "I am back"]);
  });
});
