import type { Room } from "../../worker/protocol.ts";

/** What the list shows of unread messages: the muted are quiet, but for those that speak to the reader. */
export type Badge = { count: number; kind: "plain" | "quiet" | "mention" };

export function badgeOf({ unread, mentions, muted }: Room): Badge | undefined {
  if (unread === 0) return undefined;
  if (!muted) return { count: unread, kind: mentions > 0 ? "mention" : "plain" };
  return mentions > 0 ? { count: mentions, kind: "mention" } : { count: unread, kind: "quiet" };
}
