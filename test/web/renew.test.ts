import { afterEach, expect, test, vi } from "vitest";
import { renew } from "../../web/browser/renew.ts";

afterEach(() => vi.unstubAllGlobals());

/** A browser with a service worker, and perhaps the next one behind it. */
function browser({ hasNext }: { hasNext: boolean }) {
  const done: string[] = [];
  const workers = new EventTarget();
  const waiting = { postMessage: (message: string) => done.push(message) };
  const registration = { waiting: hasNext ? waiting : null, update: async () => done.push("looked") };
  Object.assign(workers, { getRegistration: async () => registration });
  vi.stubGlobal("navigator", { serviceWorker: workers });
  vi.stubGlobal("location", { reload: () => done.push("loaded anew") });
  return { done, takesOver: () => workers.dispatchEvent(new Event("controllerchange")) };
}

test("where nobody is in the next release takes over, and the page is loaded anew when it has, once what is to stay is kept", async () => {
  const { done, takesOver } = browser({ hasNext: true });
  await renew(() => done.push("kept"));
  expect(done).toEqual(["take over"]);
  takesOver();
  takesOver();
  expect(done).toEqual(["take over", "kept", "loaded anew"]);
});

test("where none waits one is looked for, and nothing is loaded anew under somebody who types", async () => {
  const { done, takesOver } = browser({ hasNext: false });
  await renew();
  takesOver();
  expect(done).toEqual(["looked"]);
  vi.stubGlobal("navigator", {});
  await expect(renew()).resolves.toBeUndefined();
});
