import type { Message } from "../../worker/protocol.ts";

/** What somebody may do with a message that is there. Each can be repeated without harm. */
export type Change =
  | { kind: "edit"; seq: number; body: string }
  | { kind: "delete"; seq: number }
  | { kind: "react"; seq: number; emoji: string; on: boolean }
  | { kind: "pin"; seq: number; on: boolean };

/** Whether a message shows what a change of `userId` was to do. */
export function isDone(change: Change, message: Message, userId: string): boolean {
  if (message.seq !== change.seq) return false;
  // Whatever was to be done with it: it is gone.
  if (message.deletedAt !== undefined) return true;
  switch (change.kind) {
    case "edit":
      return message.body === asStored(change.body);
    case "delete":
      return false;
    case "pin":
      return (message.pinnedAt !== undefined) === change.on;
    case "react": {
      const named = message.reactions?.[change.emoji] ?? [];
      const count = message.reactionCounts?.[change.emoji] ?? named.length;
      // Beyond those that are named nobody can be looked for: the next frame about it has to do.
      return named.includes(userId) === change.on || count > named.length;
    }
  }
}

/** As the server keeps it. */
function asStored(body: string): string {
  return body.replace(/\r\n?/g, "\n").trim();
}

/** How a message looks with a change that is on its way. */
export function withChange(message: Message, change: Change, userId: string, now: number): Message {
  if (message.seq !== change.seq || isDone(change, message, userId)) return message;
  switch (change.kind) {
    case "edit":
      return { ...message, body: asStored(change.body), editedAt: now };
    case "delete": {
      const { reactions: _, reactionCounts: __, mentions: ___, pinnedAt: ____, ...rest } = message;
      return { ...rest, body: "", deletedAt: now };
    }
    case "pin": {
      const { pinnedAt: _, ...rest } = message;
      return change.on ? { ...rest, pinnedAt: now } : rest;
    }
    case "react":
      return withReaction(message, change, userId);
  }
}

function withReaction(message: Message, { emoji, on }: Extract<Change, { kind: "react" }>, userId: string): Message {
  const { [emoji]: before = [], ...others } = message.reactions ?? {};
  const named = on ? [...before, userId] : before.filter((id) => id !== userId);
  const count = message.reactionCounts?.[emoji];
  return {
    ...message,
    // Spread over the old ones, so that a kind keeps its place.
    reactions: named.length === 0 ? others : { ...message.reactions, [emoji]: named },
    ...(count !== undefined && { reactionCounts: { ...message.reactionCounts, [emoji]: count + (on ? 1 : -1) } }),
  };
}
