// As web/models/blocked-key.ts has it, which is no part of the page before somebody is in; a test compares.
const WHOM_THEY_BLOCK = /^blocked:/;

/**
 * Takes away what else this device still says of anybody's conversations, now that nobody is signed in here: notifications, which are the
 * service worker's and outlive every tab, and whom they block. Never fails.
 */
export async function forgetTraces(): Promise<void> {
  try {
    const keys = Object.keys(localStorage).filter((key) => WHOM_THEY_BLOCK.test(key));
    for (const key of keys) localStorage.removeItem(key);
    const registration = await navigator.serviceWorker?.getRegistration();
    for (const notice of (await registration?.getNotifications()) ?? []) notice.close();
  } catch {
    // Where the browser keeps nothing, or shows none, there is nothing to forget.
  }
}
