/**
 * Takes away what this device has seen of somebody's conversations: their session is over. Unsent messages and drafts are their own,
 * and wait for them. Never fails.
 */
export function forgetConversations(userId: string): void {
  try {
    indexedDB.deleteDatabase(`confab-kept-${userId}`);
  } catch {
    // Where the browser keeps nothing there is nothing to forget.
  }
}
