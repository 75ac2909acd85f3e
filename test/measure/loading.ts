/** A room that was visited before, over a slow line: when something shows, when one can type, and what that takes. */
import type { CDPSession, Page } from "playwright-core";
import type { Finding } from "./findings.ts";
import { type Relay, relayTo } from "./relay.ts";
import { type Reader, ROOM, type Stage } from "./stage.ts";

// A phone where the network is poor: 1.6 Mbit/s down, half of that up, 150 ms there and back.
const LINE = { offline: false, downloadThroughput: 200_000, uploadThroughput: 100_000, latency: 150 };
const KB = 1000;

/** Milliseconds since the page was asked for. */
interface Moments {
  paint: number;
  typing: number;
  messages: number;
}

interface Visit {
  name: string;
  /** What is there from earlier. */
  prepare(reader: Reader): Promise<void>;
  /** kB of scripts that have come by the time the composer is drawn, with their headers; test/setup/house.test.ts holds those that are waited for. */
  goals: Moments & { script?: number };
}

// Somebody who waits a second has not gone yet; who comes back should not wait at all, on a machine that does other things too.
const COMING_BACK: Moments = { paint: 1_000, typing: 1_000, messages: 1_500 };
const VISITS: Visit[] = [
  {
    name: "nothing in the cache",
    prepare: forgetFiles,
    goals: { paint: 1_800, typing: 1_800, messages: 2_500, script: 47 },
  },
  { name: "from the browser's cache", prepare: async () => {}, goals: COMING_BACK },
  { name: "from the service worker", prepare: takenOver, goals: COMING_BACK },
];

export async function measureLoading(stage: Stage): Promise<Finding[]> {
  const relay = await relayTo(stage.origin);
  try {
    const findings: Finding[] = [];
    for (const visit of VISITS) findings.push(...(await measureVisit(stage, relay, visit)));
    return findings;
  } finally {
    relay.close();
  }
}

async function measureVisit(stage: Stage, relay: Relay, { name, prepare, goals }: Visit): Promise<Finding[]> {
  const reader = await stage.reader(`loading-${VISITS.findIndex((visit) => visit.name === name)}`, {
    baseURL: relay.origin,
    serviceWorkers: prepare === takenOver ? "allow" : "block",
  });
  const { page, cdp } = reader;
  await noteMoments(page);
  await visitBefore(page);
  await prepare(reader);
  await page.goto("about:blank");
  const transfers = await countTransfers(cdp);
  await cdp.send("Network.emulateNetworkConditions", LINE);
  await page.goto(ROOM, { waitUntil: "commit" });
  const moments = await momentsOf(page);
  await page.waitForLoadState("networkidle");
  await reader.close();
  const part = `1.6 Mbit/s, 150 ms, ${name}`;
  // What comes while the page is drawn nobody waits for.
  const script = transfers.scriptsWithin(moments.typingInPage);
  const kinds = transfers.byKind();
  const sum = kinds.reduce((total, [, bytes]) => total + bytes, 0);
  return [
    { part, what: "first contentful paint", value: moments.paint, unit: "ms", atMost: goals.paint },
    { part, what: "one can type", value: moments.typing, unit: "ms", atMost: goals.typing },
    { part, what: "the messages are there", value: moments.messages, unit: "ms", atMost: goals.messages },
    { part, what: "JavaScript before the composer, gzip", value: script / KB, unit: "kB", atMost: goals.script },
    ...kinds.map(
      ([kind, bytes]): Finding => ({ part, what: `transferred: ${kind.toLowerCase()}`, value: bytes / KB, unit: "kB" }),
    ),
    { part, what: "transferred in all", value: sum / KB, unit: "kB" },
  ];
}

/** Until the device has kept what a visit leaves. */
async function visitBefore(page: Page): Promise<void> {
  await page.goto(ROOM);
  await page.getByRole("article").last().waitFor();
  await page.waitForFunction(async () => {
    const databases = await indexedDB.databases();
    const name = databases.find((each) => each.name?.startsWith("confab-kept-"))?.name;
    if (name === undefined) return false;
    return new Promise<boolean>((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => {
        const asking = opening.result.transaction("kept").objectStore("kept").getAllKeys();
        asking.onsuccess = () => {
          opening.result.close();
          resolve(asking.result.includes("timeline global"));
        };
      };
    });
  });
  await page.waitForLoadState("networkidle");
}

async function forgetFiles({ cdp }: Reader): Promise<void> {
  await cdp.send("Network.clearBrowserCache");
}

/** The worker has the files, and the next page is its own. */
async function takenOver({ page }: Reader): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForLoadState("networkidle");
}

/** From the beginning of each page on. */
async function noteMoments(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const moments: Record<string, number> = {};
    Object.assign(globalThis, { moments });
    const wanted = { typing: ".composer textarea", messages: "[data-seq]" };
    const look = () => {
      for (const [name, selector] of Object.entries(wanted)) {
        if (name in moments || document.querySelector(selector) === null) continue;
        moments[name] = Number.NaN;
        moments[`${name}InPage`] = performance.now();
        // When it has been drawn, and nothing else keeps the page busy.
        requestAnimationFrame(() => setTimeout(() => Object.assign(moments, { [name]: performance.now() })));
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  });
}

async function momentsOf(page: Page): Promise<Moments & { typingInPage: number }> {
  const isThere = (text: string) =>
    page
      .getByRole("textbox", { name: /^Message to/ })
      .inputValue()
      .then((is) => is === text);
  await page.getByRole("textbox", { name: /^Message to/ }).waitFor();
  await page.getByRole("textbox", { name: /^Message to/ }).pressSequentially("tea");
  if (!(await isThere("tea"))) throw new Error("what was typed is not there");
  const found = await page.waitForFunction(() => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const { typing = Number.NaN, messages = Number.NaN, typingInPage } = Reflect.get(globalThis, "moments");
    return paint && typing > 0 && messages > 0 ? { paint: paint.startTime, typing, messages, typingInPage } : undefined;
  });
  const moments = await found.jsonValue();
  if (moments === undefined) throw new Error("the page has not said when what was there");
  return moments;
}

/** What came over the line, by its kind: all of it with its headers, and scripts alone as they came in. */
async function countTransfers(cdp: CDPSession) {
  const kinds = new Map<string, string>();
  const whole = new Map<string, number>();
  const scripts: { at: number; bytes: number }[] = [];
  let began = Number.POSITIVE_INFINITY;
  cdp.on("Network.requestWillBeSent", ({ requestId, type = "Other", timestamp }) => {
    kinds.set(requestId, type);
    began = Math.min(began, timestamp);
  });
  cdp.on("Network.dataReceived", ({ requestId, encodedDataLength, timestamp }) => {
    if (kinds.get(requestId) === "Script") scripts.push({ at: (timestamp - began) * 1_000, bytes: encodedDataLength });
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? "Other";
    whole.set(kind, (whole.get(kind) ?? 0) + encodedDataLength);
  });
  await cdp.send("Network.enable");
  return {
    byKind: () => [...whole].filter(([, bytes]) => bytes > 0),
    /** @param ms since the page was asked for */
    scriptsWithin: (ms: number) => scripts.filter(({ at }) => at <= ms).reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
