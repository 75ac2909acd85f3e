/** `npm run screenshots`: the main screens of a seeded server of its own, light and dark, on a desk and on a phone, in two directions. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { requireChromium } from "./chromium.ts";
import { execute, sqlText } from "./d1.ts";
import { inProject } from "./project.ts";
import { run } from "./refusal.ts";
import { connectApi } from "./seed/api.ts";
import { PEOPLE, SEED_PASSWORD } from "./seed/people.ts";
import { plant } from "./seed/plant.ts";
import { serveWhile } from "./serve-while.ts";

const VIEWPORTS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const WHO = PEOPLE[0].username;
/** What is there to look at beside the room, by its address. */
const SCREENS = {
  info: "/r/global/info",
  people: "/people",
  groups: "/groups",
  "new-group": "/groups/new",
  profile: "/profile",
  settings: "/settings",
  account: "/account",
  "admin-reports": "/admin/reports",
  "admin-people": "/admin/people",
  "admin-rooms": "/admin/rooms",
  "admin-audit": "/admin/audit",
  "admin-settings": "/admin/settings",
  "admin-health": "/admin/health",
};

await run(async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "confab-screenshots-"));
  process.env["STATE_DIR"] = stateDir;
  const origin = `http://localhost:${await freePort()}`;
  mkdirSync(inProject("screenshots"), { recursive: true });
  try {
    await serveWhile(origin, async () => {
      await plant(connectApi(origin));
      await execute({ stateDir }, `UPDATE users SET role = 'admin' WHERE username = ${sqlText(WHO)}`);
      await takeAll(origin);
    });
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
  console.log("The pictures are in screenshots/.");
});

async function takeAll(origin: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: requireChromium("any"), args: FLAGS });
  for (const device of ["desktop", "phone"] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const locale of ["en-GB", "ar"] as const) await takeFor(browser, origin, { device, colorScheme, locale });
    }
  }
  await browser.close();
}

interface Look {
  device: keyof typeof VIEWPORTS;
  colorScheme: "light" | "dark";
  locale: "en-GB" | "ar";
}

async function takeFor(browser: Browser, origin: string, { device, colorScheme, locale }: Look) {
  const language = locale === "ar" ? "-ar" : "";
  const context = await browser.newContext({
    baseURL: origin,
    viewport: VIEWPORTS[device],
    colorScheme,
    locale,
    hasTouch: device === "phone",
  });
  const page = await context.newPage();
  const take = async (screen: string) => {
    await settled(page);
    await page.screenshot({ path: inProject("screenshots", `${screen}-${device}-${colorScheme}${language}.png`) });
  };
  await page.goto("/");
  // By what they are called in the code: the labels are in the language of the page.
  await page.locator("[name=username]").waitFor();
  await take("login");
  await page.locator("[name=username]").fill(WHO);
  await page.locator("[name=password]").fill(SEED_PASSWORD);
  await page.locator("form [type=submit]").click();
  await page.getByText("Yusuf Işık").first().waitFor();
  await take("list");
  await page.goto("/r/global");
  await page.getByText("See you all on Saturday").last().waitFor();
  await take("room");
  await page.goto(`/search?q=${encodeURIComponent("film")}`);
  await page.getByRole("main").getByText("film night").first().waitFor();
  await take("search");
  for (const [screen, path] of Object.entries(SCREENS)) {
    await page.goto(path);
    await page.getByRole("main").getByRole("heading").first().waitFor();
    await take(screen);
  }
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await take("switcher");
  await context.close();
}

// Letters that arrive late and things that slide in would make every run another picture.
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
