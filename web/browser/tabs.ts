import * as v from "valibot";

// Longer than one attempt may take; a tab that the system froze must not hold the others up for ever.
const TURN_WITHIN_MS = 25_000;

/** Runs `job` while no other tab runs one of that name. Where the browser has no locks, it runs at once. */
export async function exclusively<T>(name: string, job: () => Promise<T>): Promise<T> {
  if (navigator.locks === undefined) return job();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TURN_WITHIN_MS);
  let isMine = false;
  const run = () => {
    isMine = true;
    clearTimeout(timer);
    return job();
  };
  try {
    return await navigator.locks.request(name, { signal: patience.signal }, run);
  } catch (thrown) {
    if (isMine) throw thrown;
    // Taking the turn is safe: a message that is sent twice is stored once.
    return await navigator.locks.request(name, { steal: true }, run);
  }
}

/** Tells the other tabs of the same person that unsent messages changed. */
export interface TabChannel {
  tell(roomId: string): void;
  close(): void;
}

export function openTabChannel(userId: string, onTold: (roomId: string) => void): TabChannel {
  if (typeof BroadcastChannel === "undefined") return { tell: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(`confab-outbox-${userId}`);
  channel.addEventListener("message", ({ data }) => {
    const roomId = v.safeParse(v.string(), data);
    if (roomId.success) onTold(roomId.output);
  });
  return { tell: (roomId) => channel.postMessage(roomId), close: () => channel.close() };
}
