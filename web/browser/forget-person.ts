/** Takes away all that this device remembers of somebody whose account is gone: drafts, choices, unsent messages. Never fails. */
export function forgetPerson(userId: string): void {
  try {
    indexedDB.deleteDatabase(`confab-${userId}`);
    const own = Object.keys(localStorage).filter((key) => key.split(":")[1] === userId);
    for (const key of own) localStorage.removeItem(key);
  } catch {
    // Where the browser keeps nothing there is nothing to forget.
  }
}
