/** Windows of one browser, and pictures of what is in them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { requireChromium } from "../chromium.ts";
import { Refusal } from "../refusal.ts";
import { SEED_PASSWORD } from "../seed/people.ts";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

export interface Studio {
  origin: string;
  /** Where the server's databases are. */
  stateDir: string;
  /** A window of somebody new, with nobody signed in. */
  open(options: BrowserContextOptions): Promise<Page>;
  /** Refuses where something stands out at a side: one would have to scroll there to see it. */
  take(page: Page, name: string): Promise<void>;
  /** The same as WebP, which is a tenth of the bytes. @param quality of a hundred */
  takeSmall(page: Page, name: string, quality: number): Promise<void>;
}

/** @param folder where the pictures go */
export async function withBrowser(
  { origin, stateDir }: { origin: string; stateDir: string },
  folder: string,
  work: (studio: Studio) => Promise<void>,
) {
  const browser = await chromium.launch({ executablePath: requireChromium("any"), args: FLAGS });
  try {
    await work({
      origin,
      stateDir,
      open: async (options) => {
        const context = await browser.newContext({ baseURL: origin, locale: "en-GB", ...options });
        return context.newPage();
      },
      take: async (page, name) => {
        await settled(page);
        await page.screenshot({ path: join(folder, `${name}.png`) });
        const out = await standingOut(page);
        if (out.length > 0) throw new Refusal(`${name} has to be scrolled sideways, for ${out.join(", ")}.`);
      },
      takeSmall: async (page, name, quality) => {
        await settled(page);
        const cdp = await page.context().newCDPSession(page);
        const { data } = await cdp.send("Page.captureScreenshot", { format: "webp", quality });
        writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, "base64"));
      },
    });
  } finally {
    await browser.close();
  }
}

/** By what the fields are called in the code: the labels are in the language of the page. */
export async function logIn(page: Page, username: string, password = SEED_PASSWORD): Promise<void> {
  await page.goto("/login");
  await page.locator("[name=username]").fill(username);
  await page.locator("[name=password]").fill(password);
  await page.locator("form [type=submit]").click();
  await page.locator(".room-list").waitFor();
}

// Letters that arrive late and things that slide in would make every run another picture.
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  });
}

/** What is wider than its place, apart from what may be scrolled by itself, as code may. */
function standingOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const places = [document.documentElement, ...document.querySelectorAll(".timeline-scroll, .room-scroll, .screen")];
    return places
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((place) => `${place.className || place.tagName} (${place.scrollWidth} of ${place.clientWidth} px)`);
  });
}
