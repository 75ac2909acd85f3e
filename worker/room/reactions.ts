import type { Reactions } from "../db/stored-message.ts";
import { ProtocolError } from "../errors.ts";
import { LIMITS } from "../protocol.ts";

/** Far beyond what any message gets; a row of the record has 2 MB, and this is a tenth of it. */
const PER_MESSAGE = 10_000;

/**
 * `reactions` with one more; `undefined` where it is there already.
 * @throws `conflict` where there are too many, of kinds or altogether
 */
export function withReaction(reactions: Reactions | null, emoji: string, userId: string): Reactions | undefined {
  const kinds = Object.values(reactions ?? {});
  const known = reactions?.[emoji];
  if (known?.includes(userId)) return undefined;
  if (!known && kinds.length >= LIMITS.emojiPerMessage) {
    throw new ProtocolError("conflict", `A message has at most ${LIMITS.emojiPerMessage} kinds of reactions.`);
  }
  if (kinds.reduce((count, userIds) => count + userIds.length, 0) >= PER_MESSAGE) {
    throw new ProtocolError("conflict", `A message has at most ${PER_MESSAGE} reactions.`);
  }
  return { ...reactions, [emoji]: [...(known ?? []), userId] };
}

/** `reactions` without one of them, null with the last one gone; `undefined` where it is not there. */
export function withoutReaction(
  reactions: Reactions | null,
  emoji: string,
  userId: string,
): Reactions | null | undefined {
  const known = reactions?.[emoji];
  if (!reactions || !known?.includes(userId)) return undefined;
  const left = known.filter((other) => other !== userId);
  if (left.length > 0) return { ...reactions, [emoji]: left };
  const { [emoji]: _, ...others } = reactions;
  return Object.keys(others).length > 0 ? others : null;
}
