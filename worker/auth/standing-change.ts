import { type AppContext, toTheEnd } from "../app-env.ts";
import type { Standing } from "../standing.ts";

/**
 * A room is about to learn how somebody stands: their inbox remembers it, so that the room is told when that changes. Of most people there
 * is nothing to learn.
 * @returns whether there is
 */
export async function rememberWhoLearns(
  c: AppContext,
  userId: string,
  { apartFrom, timeoutUntil }: Standing,
  roomId: string,
): Promise<boolean> {
  const isSomething = apartFrom.length > 0 || timeoutUntil > 0;
  if (isSomething) await c.env.INBOX.getByName(userId).remember(roomId);
  return isSomething;
}

/**
 * Changes how people stand in the record, and lets everything follow from it: rooms are told, sockets closed. Their inboxes know of it
 * before it happens, so that it comes to its end whatever is interrupted.
 */
export async function changeStanding<T>(c: AppContext, userIds: string[], change: () => Promise<T>): Promise<T> {
  const inboxes = userIds.map((userId) => ({ userId, inbox: c.env.INBOX.getByName(userId) }));
  return toTheEnd(c, async () => {
    await Promise.all(inboxes.map(({ userId, inbox }) => inbox.expectChange(userId)));
    const result = await change();
    await Promise.all(inboxes.map(({ userId, inbox }) => inbox.followChange(userId)));
    return result;
  });
}
