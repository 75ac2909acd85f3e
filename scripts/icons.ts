/** `node scripts/icons.ts`: the icons of the installed app, drawn from the favicon. Run when that changes; what it makes is committed. */
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { requireChromium } from "./chromium.ts";
import { inProject } from "./project.ts";

const PAPER = "#fbfaf6";
// What a launcher may cut off is a fifth on each side: the logo stays within the rest.
const ICONS = [
  { file: "icon-192.png", size: 192, logo: 0.92, paper: "transparent" },
  { file: "icon-512.png", size: 512, logo: 0.92, paper: "transparent" },
  { file: "icon-maskable-512.png", size: 512, logo: 0.58, paper: PAPER },
  // iOS puts its own corners on it, and black behind what is transparent.
  { file: "apple-touch-icon.png", size: 180, logo: 0.72, paper: PAPER },
];

const svg = readFileSync(inProject("web", "public", "favicon.svg"), "utf8");
const browser = await chromium.launch({
  executablePath: requireChromium("any"),
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();
for (const { file, size, logo, paper } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>
    html { background: ${paper} }
    body { margin: 0; block-size: 100vh; display: grid; place-items: center }
    svg { inline-size: ${logo * 100}vw; block-size: ${logo * 100}vw }
  </style>${svg}`);
  await page.screenshot({ path: inProject("web", "public", file), omitBackground: paper === "transparent" });
}
await browser.close();
