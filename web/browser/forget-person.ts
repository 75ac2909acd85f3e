/** Takes away what this device remembers of somebody whose account is gone: drafts and unsent messages. Never fails. */
export function forgetPerson(userId: string): void {
  try {
    indexedDB.deleteDatabase(`confab-${userId}`);
    const drafts = Object.keys(localStorage).filter((key) => key.startsWith(`draft:${userId}:`));
    for (const key of drafts) localStorage.removeItem(key);
  } catch {
    // Where the browser keeps nothing there is nothing to forget.
  }
}
