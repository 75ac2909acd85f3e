import { afterEach, expect, test, vi } from "vitest";
import { forgetTraces } from "../../web/browser/forget-traces.ts";
import { BLOCKED_BY } from "../../web/models/blocked-key.ts";

afterEach(() => vi.unstubAllGlobals());

/** A browser that has stored this, and shows notifications that a service worker left, by these tags. */
function browser(stored: Record<string, string>, tags: string[]) {
  const shown = new Set(tags);
  const getNotifications = async () => [...shown].map((tag) => ({ tag, close: () => shown.delete(tag) }));
  const storage = Object.assign(Object.create({ removeItem: (key: string) => delete storage[key] }), stored);
  vi.stubGlobal("localStorage", storage);
  vi.stubGlobal("navigator", { serviceWorker: { getRegistration: async () => ({ getNotifications }) } });
  return { stored: () => Object.keys(storage), shown: () => [...shown] };
}

test("where nobody is in any more no notification stays, nor whom anybody blocks; what is kept for later does", async () => {
  const { stored, shown } = browser(
    { [`${BLOCKED_BY}alice1`]: "bob1", "draft:alice1:global": "to be", theme: "dark" },
    ["alice1 global", "alice1 dm:alice1:bob1"],
  );
  await forgetTraces();
  expect(stored()).toEqual(["draft:alice1:global", "theme"]);
  expect(shown()).toEqual([]);
});

test("a browser that keeps nothing and shows nothing does no harm", async () => {
  vi.stubGlobal("localStorage", {});
  vi.stubGlobal("navigator", {});
  await expect(forgetTraces()).resolves.toBeUndefined();
  vi.stubGlobal("navigator", { serviceWorker: { getRegistration: () => Promise.reject(new Error("not here")) } });
  await expect(forgetTraces()).resolves.toBeUndefined();
});
