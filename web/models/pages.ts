import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { HistoryQuery } from "../client/api.ts";
import { asApiError } from "../client/api-error.ts";
import type { RoomClient } from "../client/room.ts";
import { firstSeq, lastSeq, liveSegment, segmentWith, type Timeline } from "../client/timeline.ts";
import { createPace } from "./pace.ts";
import { FIRST_ROWS, forgetFarFrom, type View, viewAround, viewNewer, viewOfEnd, viewOlder } from "./view.ts";

/** Where the messages in the view end and more of them begin. */
export type End = "older" | "newer";
export type Direction = End | "around";

export interface Pages {
  /** What is being fetched right now. */
  loading: ReadonlySignal<Direction | undefined>;
  /** Why the last page did not come, and at which end it is missing. */
  failure: ReadonlySignal<{ end: End; code: string } | undefined>;
  /** The message that was asked for last and is in the view now. */
  opened: ReadonlySignal<{ seq: number } | undefined>;
  /** One step towards the beginning, from memory or from the server. */
  older(): Promise<void>;
  /** One step towards the end. */
  newer(): Promise<void>;
  /** Shows `seq` in its context; answers whether there is such a message. */
  open(seq: number): Promise<boolean>;
  toEnd(): void;
  /** What changed last took so long to draw: after a step, the next one is made to fit. */
  drew(ms: number): void;
}

const PAGE = 50;

/** Moves the view over the timeline, and fetches what the timeline does not have. */
export function createPages(options: {
  load: RoomClient["load"];
  timeline: Signal<Timeline>;
  view: Signal<View>;
  /** How many messages may be in the view. */
  most(): number;
}): Pages {
  const { timeline, view } = options;
  const loading = signal<Direction | undefined>();
  const failure = signal<{ end: End; code: string } | undefined>();
  const opened = signal<{ seq: number } | undefined>();
  const pace = createPace();
  let hasStepped = false;

  /**
   * Takes a page in and moves the view over it as one change. Were the page there a moment before the view, the first row in sight would
   * lose its head, with nothing above it yet to scroll to: the text would jump. At most one page at a time: the next step
   * is asked for again when the reader is still there.
   */
  async function load(direction: Direction, query: HistoryQuery, move: () => void): Promise<void> {
    loading.value = direction;
    failure.value = undefined;
    try {
      await options.load({ ...query, limit: PAGE }, () => {
        // What is drawn next may ask for the next step.
        loading.value = undefined;
        move();
      });
    } catch (thrown) {
      failure.value = { end: direction === "newer" ? direction : "older", code: asApiError(thrown).code };
    } finally {
      loading.value = undefined;
    }
  }

  function show(next: View): void {
    hasStepped = true;
    batch(() => {
      view.value = next;
      timeline.value = forgetFarFrom(next, timeline.value);
    });
  }

  return {
    loading,
    failure,
    opened,
    older: async () => {
      const { from } = view.value;
      const segment = segmentWith(timeline.value, from);
      if (loading.value !== undefined || segment === undefined || from <= 1) return;
      const move = () => show(viewOlder(view.value, timeline.value, pace.rows(), options.most()));
      if (firstSeq(segment) < from) move();
      else await load("older", { before: from }, move);
    },
    newer: async () => {
      const { to } = view.value;
      const segment = segmentWith(timeline.value, to);
      if (loading.value !== undefined || segment === undefined || to >= timeline.value.headSeq) return;
      const move = () => show(viewNewer(view.value, timeline.value, pace.rows(), options.most()));
      if (lastSeq(segment) > to) move();
      else await load("newer", { after: to }, move);
    },
    open: async (seq) => {
      const isThere = () => segmentWith(timeline.value, seq) !== undefined;
      const move = () => {
        if (!isThere()) return;
        view.value = viewAround(timeline.value, seq);
        // A new object each time: asking for the same message again brings it back into sight.
        opened.value = { seq };
      };
      if (hasContext(timeline.value, seq)) batch(move);
      else await load("around", { around: seq }, move);
      return isThere();
    },
    toEnd: () => {
      if (liveSegment(timeline.value) !== undefined) view.value = viewOfEnd(timeline.value);
    },
    drew: (ms) => {
      if (hasStepped) pace.took(ms);
      hasStepped = false;
    },
  };
}

function hasContext(timeline: Timeline, seq: number): boolean {
  const segment = segmentWith(timeline, seq);
  if (segment === undefined) return false;
  const half = FIRST_ROWS / 2;
  const hasBefore = firstSeq(segment) === 1 || firstSeq(segment) <= seq - half;
  return hasBefore && (lastSeq(segment) >= timeline.headSeq || lastSeq(segment) >= seq + half);
}
