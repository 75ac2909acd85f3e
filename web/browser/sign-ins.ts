/** Windows of one browser share a cookie: where somebody signs in in one, all are theirs. Whoever imports this begins anew with them. */
const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("confab-sign-ins");
channel?.addEventListener("message", () => location.reload());

/** Somebody signed in in this window. */
export function tellSignIn(): void {
  channel?.postMessage(null);
}
