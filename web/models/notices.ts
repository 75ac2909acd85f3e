import type { InboxFrame, Message, Notify, Room } from "../../worker/protocol.ts";

/** Something to tell somebody who is not looking. */
export interface Notice {
  roomId: string;
  /** The message that it leads to. */
  seq: number;
  /** Absent where somebody is named in a message that is not at hand. */
  message?: Message;
  isMention: boolean;
  room: Room | undefined;
}

/** What came of a frame of the inbox. */
export interface Heard {
  notices: Notice[];
  /** Rooms of which nothing is unread any more, or that are gone: what was told of them is over. */
  over: string[];
}

/** How far a room has been heard of. */
interface Mark {
  seq: number;
  mentions: number;
  /** The newest message that was worth a notice. */
  told: number;
}

export type Marks = ReadonlyMap<string, Mark>;

// A laptop that wakes up has a lot to tell; what is older than this stands in the list, and is no news.
const FRESH_MS = 2 * 60_000;

/** What one wants to hear of a room: nothing of a muted one, and of the room of everybody only what names one. */
export function levelOf({ kind, muted, notify }: Pick<Room, "kind" | "muted" | "notify">): Notify {
  if (muted) return "none";
  return kind === "global" && notify === "all" ? "mentions" : notify;
}

interface Known {
  userId: string;
  now: number;
  room(roomId: string): Room | undefined;
  /** What they write is folded away, and no news. */
  isBlocked(userId: string): boolean;
}

/**
 * What of a frame is to be told, and how far the rooms have been heard of after it. Pure, so that every tab comes to the same: which
 * of them tells it is settled elsewhere.
 *
 * `marks` is `undefined` before the first list of rooms, of which nothing is news.
 */
export function hear(
  frame: InboxFrame,
  marks: Marks | undefined,
  known: Known,
): { heard: Heard; marks: Marks | undefined } {
  const heard: Heard = { notices: [], over: [] };
  const next = new Map(marks);
  const listen = (room: Room, isLive: boolean) => {
    const before = next.get(room.id) ?? { seq: 0, mentions: 0, told: 0 };
    const notice = marks === undefined ? undefined : noticeIn(room, before, known, isLive && next.has(room.id));
    if (notice !== undefined) heard.notices.push(notice);
    const told = notice?.seq ?? before.told;
    if (told > 0 && (room.unread === 0 || room.readSeq >= told)) heard.over.push(room.id);
    next.set(room.id, { seq: Math.max(before.seq, room.lastSeq), mentions: room.mentions, told });
  };
  switch (frame.type) {
    case "welcome":
      for (const room of frame.rooms) listen(room, false);
      break;
    case "room":
      listen(frame.room, true);
      break;
    case "gone":
      next.delete(frame.roomId);
      heard.over.push(frame.roomId);
      break;
    case "mention": {
      const room = known.room(frame.roomId);
      const before = next.get(frame.roomId) ?? { seq: 0, mentions: 0, told: 0 };
      const { message } = frame;
      const isNew = message.seq > before.told && message.seq > (room?.readSeq ?? 0);
      // Sent before the room knew that they are blocked.
      if (isNew && !known.isBlocked(message.from.id) && (room === undefined || levelOf(room) !== "none")) {
        heard.notices.push({ roomId: frame.roomId, seq: message.seq, message, isMention: true, room });
        next.set(frame.roomId, { ...before, told: message.seq });
      }
      break;
    }
    case "role":
      break;
  }
  // A frame that overtook the first list does not make everything in that list news.
  return { heard, marks: marks === undefined && frame.type !== "welcome" ? undefined : next };
}

/** @param isLive it came as it happened, by whatever clock; what is heard of a room for the first time, or in a list after a night, may be old */
function noticeIn(room: Room, before: Mark, { userId, now, isBlocked }: Known, isLive: boolean): Notice | undefined {
  const { lastMessage: last, kind } = room;
  const level = levelOf(room);
  // Of the room of everybody, mentions come in frames of their own.
  if (level === "none" || kind === "global" || last === undefined || !(isLive || isFresh(last, now))) return undefined;
  const isNews = last.from.id !== userId && !isBlocked(last.from.id) && last.deletedAt === undefined;
  const isNew = isNews && last.seq > before.seq && last.seq > room.readSeq;
  const namesMe = last.mentions?.includes(userId) === true;
  const notice = { roomId: room.id, seq: last.seq, room };
  if (isNew && (level === "all" || namesMe)) return { ...notice, message: last, isMention: namesMe };
  // Mentions are counted a moment after the message came, and may be in one that was not the last.
  const isNamedSince = room.mentions > before.mentions && last.seq > before.told;
  return level === "mentions" && isNamedSince && room.unread > 0 ? { ...notice, isMention: true } : undefined;
}

function isFresh({ at, editedAt = at }: Message, now: number): boolean {
  return now - editedAt < FRESH_MS;
}
