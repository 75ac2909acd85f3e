import type { Group } from "../group/group.ts";
import { LIMITS, type Message, PROTOCOL_VERSION, type RoomAddress, type WelcomeFrame } from "../protocol.ts";
import type { Discretion } from "./discretion.ts";
import type { Permits } from "./permits.ts";
import type { Online } from "./presence.ts";
import type { ReadMarks } from "./read-marks.ts";
import type { Timeline } from "./timeline.ts";
import { updateRoom, type Visit } from "./visit.ts";

interface Parts {
  address: RoomAddress;
  /** Of a named group alone. */
  group: Group | undefined;
  epoch(): string;
  timeline: Timeline;
  marks: ReadMarks;
  discretion: Discretion;
  permits: Permits;
}

/** Where the room stands, for somebody who comes in, with what they missed or with the last messages. */
export function welcomeFrame(parts: Parts, visit: Visit, online: Online): WelcomeFrame {
  const { timeline, marks, group, permits } = parts;
  const epoch = parts.epoch();
  const { head } = timeline;
  const missed = missedBy(visit, epoch, timeline);
  const lastMessage = timeline.last();
  const readSeq = marks.of(visit.user.id, visit.room.readSeq);
  const { restrictions } = permits;
  const news = { lastSeq: head.seq, lastMessage, readSeq, group: group?.newsFor(visit.user.id), restrictions };
  const readers = readersOf(parts).filter((userId) => mayTellReads(parts.discretion, userId, visit.user.id));
  const reads = readers.map((userId) => [userId, marks.known(userId) ?? group?.joinedSeqOf(userId) ?? 0]);
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
    ...(readers.length > 0 ? { reads: Object.fromEntries(reads) } : {}),
  };
}

/** Those of whom everybody here sees how far they have read. */
export function readersOf({ address, group }: Pick<Parts, "address" | "group">): string[] {
  return address.kind === "direct" ? address.userIds : (group?.readerIds ?? []);
}

/** Whether somebody is told how far another one has read: those who hide it are told it of nobody but themselves. */
export function mayTellReads(discretion: Discretion, of: string, to: string): boolean {
  return of === to || !(discretion.hides(of) || discretion.hides(to));
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
