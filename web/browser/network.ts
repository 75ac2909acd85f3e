// Longer than this out of sight, and a socket may be dead without anybody having noticed.
const HIDDEN_TOO_LONG_MS = 60_000;

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
