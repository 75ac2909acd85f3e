/** What only one of somebody's tabs is to do, and which of them is looked at. By locks: they end with their tab, however it ends. */

// For as long as a tab that slept takes what it hears of for news.
const CLAIMED_FOR_MS = 2 * 60_000;

/** Whether this tab is the one that does it. Where the browser has no locks, each is. */
export function claim(name: string): Promise<boolean> {
  const { locks } = navigator;
  if (locks === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    void locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise((done) => setTimeout(done, CLAIMED_FOR_MS));
    });
  });
}

/** Lets the other tabs see a name until the answer is called. */
export function hold(name: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  void navigator.locks?.request(name, { mode: "shared" }, () => promise);
  return resolve;
}

/** Whether any tab holds that name. */
export async function isHeld(name: string): Promise<boolean> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return held.some((lock) => lock.name === name);
}
