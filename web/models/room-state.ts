import type { Message, Room } from "../../worker/protocol.ts";
import type { Timeline } from "../client/timeline.ts";

/** The room for somebody who has read up to `readSeq`. Where mentions are that are not at hand, only the server knows. */
export function readUpTo(room: Room, readSeq: number, { segments }: Timeline, userId: string): Room {
  const mentionsAfter = (seq: number) =>
    segments.flat().filter((message) => message.seq > seq && mentions(message, userId)).length;
  const moved = room.mentions + mentionsAfter(readSeq) - mentionsAfter(room.readSeq);
  const unread = Math.max(0, room.lastSeq - readSeq);
  return { ...room, readSeq, unread, mentions: Math.min(unread, Math.max(0, moved)) };
}

/** The room once these messages are at its end; what they change further up is not its business. */
export function afterMessages(room: Room, messages: readonly Message[], userId: string): Room {
  const last = messages.at(-1);
  if (last === undefined || last.seq < room.lastSeq) return room;
  const added = messages.filter((message) => message.seq > room.lastSeq && mentions(message, userId)).length;
  return {
    ...room,
    lastSeq: last.seq,
    lastMessage: last,
    unread: Math.max(0, last.seq - room.readSeq),
    mentions: room.mentions + added,
  };
}

/**
 * The room with what was heard elsewhere of what it is called, who one is in it, who may write and what one set. How far it is and how far one
 * has read, the open room knows best; of all mentions the server alone knows.
 */
export function withDetails(room: Room, news: Room): Room {
  const { name, topic, role, memberCount, public: isPublic, muted, notify, slowMode, locked } = news;
  const isSame = news.lastSeq === room.lastSeq && news.readSeq === room.readSeq;
  const mentions = isSame ? news.mentions : room.mentions;
  return { ...room, name, topic, role, memberCount, public: isPublic, muted, notify, slowMode, locked, mentions };
}

function mentions(message: Message, userId: string): boolean {
  return message.mentions?.includes(userId) === true && message.from.id !== userId;
}
