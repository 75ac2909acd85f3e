import type { HistoryPage, Message, ServerFrame, WelcomeFrame } from "../../worker/protocol.ts";

/** Messages next to each other, ascending by `seq`, without a gap. */
export type Segment = readonly Message[];

/**
 * What a client knows of one room's messages.
 *
 * `segments` are apart from each other by at least one unknown message; the one that holds `headSeq` is live, the
 * others were opened from a search or wait for the page between. Everything is immutable: a change makes a new value
 * that shares what stayed.
 */
export interface Timeline {
  readonly epoch: string | undefined;
  /** Everything changed up to here is in the timeline, or lies before it. */
  readonly rev: number;
  /** The last message that frames have brought; 0 in an empty room. */
  readonly headSeq: number;
  /** The newest change that was known here and is not kept any more; what is older than it cannot be told apart. */
  readonly forgottenRev: number;
  readonly segments: readonly Segment[];
}

export const emptyTimeline: Timeline = { epoch: undefined, rev: 0, headSeq: 0, forgottenRev: 0, segments: [] };

/** Takes a frame of the room in; frames without messages change nothing. */
export function applyFrame(timeline: Timeline, frame: ServerFrame): Timeline {
  switch (frame.type) {
    case "welcome":
      return applyWelcome(timeline, frame);
    case "messages":
      return {
        ...timeline,
        rev: Math.max(timeline.rev, frame.rev),
        headSeq: Math.max(timeline.headSeq, frame.messages.at(-1)?.seq ?? 0),
        segments: merge(timeline.segments, frame.messages),
      };
    case "known":
      return applyMessage(timeline, frame.message);
    case "error":
    case "typing":
    case "read":
    case "presence":
      return timeline;
  }
}

/** Takes in one message that the server answered, over HTTP for example. */
export function applyMessage(timeline: Timeline, message: Message): Timeline {
  return { ...timeline, segments: merge(timeline.segments, [message]) };
}

/**
 * Takes a page of history in; it joins the segments that it touches.
 *
 * `asked` is the timeline as it was when the page was asked for. Where something that changed since then has been
 * forgotten meanwhile, the page may be older than that, and could bring back what was deleted: then it is left out, the
 * answer is the very timeline that was given, and the page is to be asked for again.
 */
export function applyPage(timeline: Timeline, page: HistoryPage, asked: Timeline): Timeline {
  if (timeline.epoch !== asked.epoch || timeline.forgottenRev > asked.rev) return timeline;
  return { ...timeline, segments: merge(timeline.segments, page.messages) };
}

/** The segment that goes on as messages come; `undefined` while the room is empty or unknown. */
export function liveSegment(timeline: Timeline): Segment | undefined {
  return segmentWith(timeline, timeline.headSeq);
}

/** What is stored behind the last message that frames have brought: it was answered over HTTP, or is known from another time. */
export function aheadOf({ segments, headSeq }: Timeline): readonly Message[] {
  return segments.flatMap((segment) => (lastSeq(segment) > headSeq ? segment.filter(({ seq }) => seq > headSeq) : []));
}

/** A message that is kept here. */
export function messageAt(timeline: Timeline, seq: number): Message | undefined {
  const segment = segmentWith(timeline, seq);
  return segment?.[seq - firstSeq(segment)];
}

export function segmentWith(timeline: Timeline, seq: number): Segment | undefined {
  return timeline.segments.findLast((segment) => firstSeq(segment) <= seq && seq <= lastSeq(segment));
}

/** 0 for an empty segment, which no timeline holds. */
export function firstSeq(segment: Segment): number {
  return segment[0]?.seq ?? 0;
}

export function lastSeq(segment: Segment): number {
  return segment.at(-1)?.seq ?? 0;
}

/** The part of a segment from one `seq` to another, both included. */
export function slice(segment: Segment, from: number, to: number): Segment {
  // No gaps: the place of a message follows from its number.
  const first = firstSeq(segment);
  return segment.slice(Math.max(0, from - first), Math.max(0, to - first + 1));
}

/**
 * Lets go of what is far from `from` to `to`, keeping `margin` messages on each side and the newest `margin` ones, so
 * that scrolling through a long history does not fill the memory.
 */
export function forgetFar(timeline: Timeline, from: number, to: number, margin: number): Timeline {
  const isNear = ({ seq }: Message) => (seq >= from - margin && seq <= to + margin) || seq > timeline.headSeq - margin;
  const near: Message[] = [];
  let { forgottenRev } = timeline;
  for (const message of timeline.segments.flat()) {
    if (isNear(message)) near.push(message);
    else forgottenRev = Math.max(forgottenRev, message.rev);
  }
  return { ...timeline, forgottenRev, segments: split(near) };
}

function applyWelcome(timeline: Timeline, { epoch, rev, seq, reset, messages }: WelcomeFrame): Timeline {
  const known = reset ? [] : timeline.segments;
  const forgottenRev = reset ? rev : timeline.forgottenRev;
  return { epoch, rev, headSeq: seq, forgottenRev, segments: merge(known, messages) };
}

/** The newer `rev` wins; of two equal ones the later to come does, because a renamed author makes no new `rev`. */
function merge(segments: readonly Segment[], incoming: readonly Message[]): readonly Segment[] {
  return mergeIntoLast(segments, incoming) ?? mergeAll(segments, incoming);
}

/** The common case, changes of what came last and messages after it, without sorting everything; `undefined` where it is not that. */
function mergeIntoLast(segments: readonly Segment[], incoming: readonly Message[]): readonly Segment[] | undefined {
  const last = segments.at(-1);
  if (last === undefined) return undefined;
  const first = firstSeq(last);
  const merged = [...last];
  for (const message of incoming) {
    const place = message.seq - first;
    if (place < 0 || place > merged.length) return undefined;
    const old = merged[place];
    if (old === undefined || message.rev >= old.rev) merged[place] = message;
  }
  return incoming.length === 0 ? segments : [...segments.slice(0, -1), merged];
}

function mergeAll(segments: readonly Segment[], incoming: readonly Message[]): readonly Segment[] {
  const bySeq = new Map<number, Message>();
  for (const segment of segments) for (const message of segment) bySeq.set(message.seq, message);
  for (const message of incoming) {
    const old = bySeq.get(message.seq);
    if (old === undefined || message.rev >= old.rev) bySeq.set(message.seq, message);
  }
  return split([...bySeq.values()].sort((a, b) => a.seq - b.seq));
}

function split(ascending: readonly Message[]): readonly Segment[] {
  const segments: Message[][] = [];
  let open: Message[] = [];
  for (const message of ascending) {
    if (open.length === 0 || message.seq !== lastSeq(open) + 1) {
      open = [];
      segments.push(open);
    }
    open.push(message);
  }
  return segments;
}
