import type { Room } from "../../worker/protocol.ts";

/** What the list shows of unread messages. Mentions are counted apart; of a muted room everything else is quiet. */
export interface Badge {
  unread: number;
  mentions: number;
  isQuiet: boolean;
}

export function badgeOf({ unread, mentions, muted }: Room): Badge | undefined {
  return unread === 0 ? undefined : { unread, mentions: Math.min(mentions, unread), isQuiet: muted };
}
