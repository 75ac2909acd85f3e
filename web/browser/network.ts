// Longer than this out of sight, and a socket may be dead without anybody having noticed.
const HIDDEN_TOO_LONG_MS = 60_000;

// The inbox does not tell of what is said in `global`: whoever looks at the list asks now and then.
const ASK_EVERY_MS = 60_000;

/** Calls `ask` when somebody comes to the page, and every minute while they are there. Answers how to stop. */
export function whileLookedAt(ask: () => void): () => void {
  const timer = setInterval(() => document.hasFocus() && ask(), ASK_EVERY_MS);
  addEventListener("focus", ask);
  return () => {
    clearInterval(timer);
    removeEventListener("focus", ask);
  };
}

/** Calls `onBack` when the network returns, or when the page is seen again after a while. Answers how to stop. */
export function watchNetwork(onBack: () => void): () => void {
  let hiddenAt: number | undefined;
  const onVisibility = () => {
    if (document.visibilityState === "hidden") hiddenAt = Date.now();
    else if (hiddenAt !== undefined && Date.now() - hiddenAt > HIDDEN_TOO_LONG_MS) onBack();
  };
  // Offline too: the quick look then finds out that the socket is dead, long before the next ping would.
  const names = ["online", "offline"] as const;
  for (const name of names) addEventListener(name, onBack);
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    for (const name of names) removeEventListener(name, onBack);
    document.removeEventListener("visibilitychange", onVisibility);
  };
}
