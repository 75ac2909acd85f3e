import { LIMITS, type Message, PROTOCOL_VERSION, type RoomAddress, type WelcomeFrame } from "../protocol.ts";
import type { Online } from "./presence.ts";
import type { ReadMarks } from "./read-marks.ts";
import type { Timeline } from "./timeline.ts";
import { updateRoom, type Visit } from "./visit.ts";

interface Parts {
  address: RoomAddress;
  epoch: string;
  timeline: Timeline;
  marks: ReadMarks;
}

/** Where the room stands, for somebody who comes in, with what they missed or with the last messages. */
export function welcomeFrame({ address, epoch, timeline, marks }: Parts, visit: Visit, online: Online): WelcomeFrame {
  const { head } = timeline;
  const missed = missedBy(visit, epoch, timeline);
  const lastMessage = timeline.last();
  const readSeq = marks.of(visit.user.id, visit.room.readSeq);
  const news = { lastSeq: head.seq, readSeq, ...(lastMessage ? { lastMessage } : {}) };
  const reads = Object.entries(visit.reads).map(([userId, seq]) => [userId, marks.of(userId, seq)]);
  return {
    type: "welcome",
    protocol: PROTOCOL_VERSION,
    epoch,
    room: updateRoom(visit.room, news),
    you: visit.user,
    seq: head.seq,
    rev: head.rev,
    reset: missed === undefined,
    messages: missed ?? timeline.latest(),
    ...online,
    ...(address.kind === "direct" ? { reads: Object.fromEntries(reads) } : {}),
  };
}

/** What changed while the visitor was away; `undefined` where they had better start afresh. */
function missedBy(visit: Visit, epoch: string, timeline: Timeline): Message[] | undefined {
  const { since } = visit;
  if (visit.epoch !== epoch || since === undefined || !/^\d{1,15}$/.test(since)) return undefined;
  if (Number(since) > timeline.head.rev) return undefined;
  const missed = timeline.log.changedSince(Number(since), LIMITS.resumeMessages);
  const bytes = new TextEncoder().encode(JSON.stringify(missed ?? [])).length;
  return bytes > LIMITS.resumeBytes ? undefined : missed;
}
