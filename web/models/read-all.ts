import type { Api } from "../client/api.ts";
import { asApiError } from "../client/api-error.ts";
import type { Chat } from "./chat.ts";

// Somebody may be in hundreds of groups: a few at a time, so that other calls get through as well.
const AT_ONCE = 4;

/**
 * Reads all conversations up to the last message that is known here: what comes meanwhile has not been seen. It shows at once.
 * Rejects with `ApiError` where one could not be marked, and then the list is as the server has it.
 */
export async function readAll(
  { room, rooms }: Pick<Chat, "room" | "rooms">,
  api: Pick<Api, "markRead">,
): Promise<void> {
  const open = room.peek();
  // The open one knows by itself how to tell, and when it is heard; before its welcome it is like the others.
  const isOpen = open?.room.peek() !== undefined;
  if (isOpen) open.readMark.readAll();
  const unread = (rooms.list.peek() ?? []).filter((each) => each.unread > 0 && !(isOpen && each.id === open.roomId));
  for (const each of unread) rooms.note({ ...each, readSeq: each.lastSeq, mentions: 0 });
  const left = [...unread];
  async function markSome(): Promise<void> {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await api.markRead(next.id, next.lastSeq);
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, markSome));
  } catch (thrown) {
    left.length = 0;
    await rooms.refresh();
    throw asApiError(thrown);
  }
}
