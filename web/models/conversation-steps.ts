import type { Room } from "../../worker/protocol.ts";
import { badgeOf } from "./badge.ts";

/** Whether a room asks for attention: what is new in a muted one does so only where it names somebody. */
export function isLoud(room: Room): boolean {
  const badge = badgeOf(room);
  return badge !== undefined && (!badge.isQuiet || badge.mentions > 0);
}

/** The conversation before (-1) or after (1) the one that is open, as the list shows them; at an end there is none. */
export function conversationBeside(list: readonly Room[], here: string | undefined, step: 1 | -1): Room | undefined {
  const place = list.findIndex(({ id }) => id === here);
  if (place < 0) return list.at(step > 0 ? 0 : -1);
  return list[place + step];
}

/** The next one with something new, going round; never the one that is open. */
export function unreadBeside(list: readonly Room[], here: string | undefined, step: 1 | -1): Room | undefined {
  const place = list.findIndex(({ id }) => id === here);
  const round = [...list.slice(place + 1), ...list.slice(0, Math.max(0, place))];
  return (step > 0 ? round : round.reverse()).find(isLoud);
}
