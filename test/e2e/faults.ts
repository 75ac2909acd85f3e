import { readFileSync } from "node:fs";
import type Axe from "axe-core";
import type { Page } from "playwright-core";
import { inProject } from "../../scripts/project.ts";

declare global {
  interface Window {
    axe?: typeof Axe;
  }
}

const AXE = readFileSync(inProject("node_modules", "axe-core", "axe.min.js"), "utf8");

// What is in the page is the same in the dark; its colours are not. In this order each look changes one thing alone, which is a
// layout of everything or another style for everything.
const LOOKS = [
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark", rules: ["color-contrast"] },
  { width: 1280, colorScheme: "dark", rules: ["color-contrast"] },
  { width: 1280, colorScheme: "light" },
] as const;

/** What axe finds on the screen as it is, on a desktop and on a phone, in light and in dark, and what is wider than the window. */
export async function faultsOf(page: Page): Promise<string[]> {
  // It stays with the document: half a megabyte that need not be read for each look.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const faults: string[] = [];
  for (const { width, colorScheme, ...more } of LOOKS) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    const { violations, isTooWide } = await look(page, "rules" in more ? [...more.rules] : undefined);
    for (const violation of violations) faults.push(`${violation}, in ${colorScheme} at ${width}`);
    if (isTooWide) faults.push(`wider than ${width}, in ${colorScheme}`);
  }
  return faults;
}

/** @param rules those that matter; all unless told */
function look(page: Page, rules?: string[]): Promise<{ violations: string[]; isTooWide: boolean }> {
  return page.evaluate(async (runOnly) => {
    if (window.axe === undefined) throw new Error("axe is not on the page");
    // Whatever follows the size or the scheme by code has done so, and what fades in because of it has begun.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    // Half of a colour is no colour to judge.
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish();
    }
    // What passes need not be described element by element, and no rule that is on reads the text of styles, which would be fetched anew.
    const only = runOnly === undefined ? {} : { runOnly };
    const { violations } = await window.axe.run({ resultTypes: ["violations"], preload: false, ...only });
    const { scrollWidth, clientWidth } = document.documentElement;
    return {
      violations: violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
      ),
      isTooWide: scrollWidth > clientWidth,
    };
  }, rules);
}
