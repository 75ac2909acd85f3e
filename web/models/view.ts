import {
  firstSeq,
  forgetFar,
  lastSeq,
  liveSegment,
  type Segment,
  segmentWith,
  slice,
  type Timeline,
} from "../client/timeline.ts";
import { MOST as MOST_STEP_ROWS } from "./pace.ts";

/** Which messages are on the page: `from` and `to` are both shown, and lie in one segment. */
export interface View {
  readonly from: number;
  readonly to: number;
  /** At the end of the room, and staying there as messages come. */
  readonly isFollowing: boolean;
}

// A screenful or two of short messages.
export const FIRST_ROWS = 50;
/** So far above and below what is in sight there is to be something ready: pages are there before the edge is. */
export const AHEAD_PX = 1_200;
// One line in the smallest letters.
const LEAST_ROW_PX = 24;

/**
 * How many messages the page is to hold where so much of them is in sight. Fewer are drawn faster; but one line each, and with a step just
 * taken at either end, they must be as high as what is to be ready, or what is let go of at one end would be missed at once.
 */
export function mostRows(heightPx: number): number {
  return Math.ceil((heightPx + 2 * AHEAD_PX) / LEAST_ROW_PX) + 2 * MOST_STEP_ROWS;
}

// A long way through history, or days in a busy room: memory must not grow with them.
const MOST_REMEMBERED = 2_000;
const REMEMBERED_AROUND = 500;

/** The timeline without what is far from the view, once there is too much of it. */
export function forgetFarFrom(view: View, timeline: Timeline): Timeline {
  const count = timeline.segments.reduce((sum, segment) => sum + segment.length, 0);
  return count <= MOST_REMEMBERED ? timeline : forgetFar(timeline, view.from, view.to, REMEMBERED_AROUND);
}

/** The end of the room. */
export function viewOfEnd(timeline: Timeline): View {
  const live = liveSegment(timeline);
  const to = live === undefined ? 0 : lastSeq(live);
  return { from: Math.max(live === undefined ? 1 : firstSeq(live), to - FIRST_ROWS + 1), to, isFollowing: true };
}

/** `seq` in its context. */
export function viewAround(timeline: Timeline, seq: number): View {
  const segment = segmentWith(timeline, seq);
  if (segment === undefined) return viewOfEnd(timeline);
  const half = FIRST_ROWS / 2;
  return { ...within(segment, seq - half, seq + half), isFollowing: false };
}

/** The view after the timeline changed: following goes along, reading stays where it is. */
export function viewAfterChange(view: View, timeline: Timeline, most: number): View {
  const live = liveSegment(timeline);
  if (live === undefined) return { from: 1, to: 0, isFollowing: view.isFollowing };
  const isAtEnd = view.to >= firstSeq(live) - 1;
  if (view.isFollowing) {
    if (!isAtEnd || view.to === 0) return viewOfEnd(timeline);
    const to = lastSeq(live);
    return { from: Math.max(firstSeq(live), view.from, to - most + 1), to, isFollowing: true };
  }
  // What comes while somebody reads above is put below, as long as there is room for it.
  const hadEnd = view.to >= lastSeq(live) - MOST_STEP_ROWS && isAtEnd;
  const to = hadEnd ? Math.min(lastSeq(live), view.from + most - 1) : view.to;
  return { ...view, to: Math.max(view.to, to) };
}

/** One step of so many rows towards the beginning; the far end is let go of. */
export function viewOlder(view: View, timeline: Timeline, step: number, most: number): View {
  const segment = segmentWith(timeline, view.from);
  if (segment === undefined) return view;
  const from = Math.max(firstSeq(segment), view.from - step);
  const to = Math.min(view.to, from + most - 1);
  return { from, to, isFollowing: view.isFollowing && to === view.to };
}

/** One step towards the end. */
export function viewNewer(view: View, timeline: Timeline, step: number, most: number): View {
  const segment = segmentWith(timeline, view.to);
  if (segment === undefined) return view;
  const to = Math.min(lastSeq(segment), view.to + step);
  return { ...view, from: Math.max(view.from, to - most + 1), to };
}

export function messagesOf(view: View, timeline: Timeline): Segment {
  const segment = segmentWith(timeline, view.to);
  return segment === undefined ? [] : slice(segment, view.from, view.to);
}

function within(segment: Segment, from: number, to: number): { from: number; to: number } {
  return { from: Math.max(firstSeq(segment), from), to: Math.min(lastSeq(segment), to) };
}
