/** One Chromium for a test file; in it, each person has a profile of their own. */
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { type Chromium, requireChromium } from "../../scripts/chromium.ts";

export interface Profile {
  context: BrowserContext;
  page: Page;
  /** What went wrong in the page so far: uncaught errors, and what it logged as errors. */
  problems: string[];
  close(): Promise<void>;
}

export interface TestBrowser {
  browser: Browser;
  /** A person with a fresh profile: nothing is shared with the others. `origin` lets them say `page.goto("/")`. */
  profile(origin: string, options?: BrowserContextOptions): Promise<Profile>;
  /** Closes all windows of all people. */
  closeProfiles(): Promise<void>;
  close(): Promise<void>;
}

// The last list of these counts, so Playwright's is repeated as far as it is about us. The popups of an address bar that
// nobody sees are two pages of Chromium's own for each window, and cost three times what ours does. A process kept ready for the page
// after this one is not worth its making where most windows show one page.
const DISABLED_FEATURES = [
  "SpareRendererForSitePerProcess",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "AimEnabled",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];
// Root has no sandbox of its own to use, and a test needs nothing that Chromium fetches for itself.
const FLAGS = [
  `--disable-features=${DISABLED_FEATURES.join(",")}`,
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
// What is not there by then is not coming; Playwright's 30 s would hide it behind the test's own end.
const PATIENCE_MS = 15_000;

export async function launchBrowser(kind: Chromium = "any"): Promise<TestBrowser> {
  const browser = await chromium.launch({ executablePath: requireChromium(kind), args: FLAGS });
  return {
    browser,
    profile: (origin, options = {}) => openProfile(browser, { baseURL: origin, ...options }),
    closeProfiles: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    close: () => browser.close(),
  };
}

async function openProfile(browser: Browser, options: BrowserContextOptions): Promise<Profile> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    // It keeps the whole page in each new profile, which costs a second; scenes about it allow it.
    serviceWorkers: "block",
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return { context, page, problems, close: () => context.close() };
}
