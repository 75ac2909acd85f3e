import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";

const SCHEMES = ["light", "dark"] as const;
const WIDTHS = [390, 1280];

/** What axe finds on the screen as it is, on a desktop and on a phone, in light and in dark, and what is wider than the window. */
export async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await endAnimations(page);
      const axe = await axeOn(page);
      // What is in the page is the same in the dark; its colours are not.
      const { violations } = await (colorScheme === "light" ? axe : axe.withRules("color-contrast")).analyze();
      for (const { id, nodes } of violations) {
        faults.push(`${id}, ${colorScheme}, ${width}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
      }
    }
    if (await isTooWide(page)) faults.push(`wider than ${width}`);
  }
  return faults;
}

async function axeOn(page: Page): Promise<AxeBuilder> {
  // Where it is there already it need not come again: it is half a megabyte, and takes longer than the look itself.
  const isThere = await page.evaluate(() => "axe" in window);
  // Legacy: without a second, empty page for each look.
  const axe = new AxeBuilder(isThere ? { page, axeSource: "0" } : { page }).setLegacyMode();
  // What passes need not be described element by element.
  return axe.options({ resultTypes: ["violations"] });
}

const isTooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Things fade in: half of a colour is no colour to judge. */
async function endAnimations(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish();
    }
  });
}
