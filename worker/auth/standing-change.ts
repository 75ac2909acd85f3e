import { type AppContext, toTheEnd } from "../app-env.ts";

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
