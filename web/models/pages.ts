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

interface Failure {
  where: Direction;
  code: string;
  again(): void;
}

export interface Pages {
  /** What is being fetched right now. */
  loading: ReadonlySignal<Direction | undefined>;
  /** Why the last page did not come, where it is missing, and how to try again; `not_found` where there is no such message. */
  failure: ReadonlySignal<Failure | undefined>;
  /** The message that was asked for last and is in the view now. */
  opened: ReadonlySignal<{ seq: number } | undefined>;
  /** One step towards the beginning, from memory or from the server. */
  older(): Promise<void>;
  /** One step towards the end. */
  newer(): Promise<void>;
  /** Shows `seq` in its context; answers whether this call did: there is such a message, and nobody has gone elsewhere meanwhile. */
  open(seq: number): Promise<boolean>;
  toEnd(): void;
  /** What changed last took so long to draw: after a step, the next one is made to fit. */
  drew(ms: number): void;
}

const PAGE = 50;
/** So long what was gone to in vain is said, whatever the view fetches by itself meanwhile. */
const SAID_FOR_MS = 5_000;

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
  const failure = signal<Failure | undefined>();
  const opened = signal<{ seq: number } | undefined>();
  const pace = createPace();
  let hasStepped = false;
  /** The message that somebody is on the way to. */
  let opening: number | undefined;
  let saidUntil = 0;

  /**
   * Takes a page in and moves the view over it as one change. Were the page there a moment before the view, the first row in sight would
   * lose its head, with nothing above it yet to scroll to: the text would jump. At most one page at a time: the next step
   * is asked for again when the reader is still there.
   */
  async function load(
    where: Direction,
    query: HistoryQuery,
    move: () => void,
    again: () => void,
    isWanted = () => true,
  ): Promise<void> {
    loading.value = where;
    if (failure.value?.where !== "around" || Date.now() > saidUntil) failure.value = undefined;
    try {
      await options.load({ ...query, limit: PAGE }, () => {
        if (!isWanted()) return;
        // What is drawn next may ask for the next step.
        loading.value = undefined;
        move();
      });
    } catch (thrown) {
      if (isWanted()) failure.value = { where, code: asApiError(thrown).code, again };
    } finally {
      if (isWanted()) loading.value = undefined;
    }
  }

  /** Whoever was on the way to a message goes elsewhere. */
  function turnAway(): void {
    if (opening !== undefined) loading.value = undefined;
    failure.value = undefined;
    opening = undefined;
  }

  function show(next: View): void {
    hasStepped = true;
    batch(() => {
      view.value = next;
      timeline.value = forgetFarFrom(next, timeline.value);
    });
  }

  const pages: Pages = {
    loading,
    failure,
    opened,
    older: async () => {
      const { from } = view.value;
      const segment = segmentWith(timeline.value, from);
      if (loading.value !== undefined || segment === undefined || from <= 1) return;
      const move = () => show(viewOlder(view.value, timeline.value, pace.rows(), options.most()));
      if (firstSeq(segment) < from) move();
      else await load("older", { before: from }, move, pages.older);
    },
    newer: async () => {
      const { to } = view.value;
      const segment = segmentWith(timeline.value, to);
      if (loading.value !== undefined || segment === undefined || to >= timeline.value.headSeq) return;
      const move = () => show(viewNewer(view.value, timeline.value, pace.rows(), options.most()));
      if (lastSeq(segment) > to) move();
      else await load("newer", { after: to }, move, pages.newer);
    },
    open: async (seq) => {
      // A link is gone to by whoever it was pressed in, and by the address that it leads to.
      if (opening === seq) return false;
      turnAway();
      opening = seq;
      const isWanted = () => opening === seq;
      const isThere = () => segmentWith(timeline.value, seq) !== undefined;
      const again = () => void pages.open(seq);
      const move = () => {
        if (!isThere()) return;
        view.value = viewAround(timeline.value, seq);
        // A new object each time: asking for the same message again brings it back into sight.
        opened.value = { seq };
      };
      if (hasContext(timeline.value, seq)) batch(move);
      else await load("around", { around: seq }, move, again, isWanted);
      if (!isWanted()) return false;
      opening = undefined;
      saidUntil = Date.now() + SAID_FOR_MS;
      if (!isThere()) failure.value ??= { where: "around", code: "not_found", again };
      return isThere();
    },
    toEnd: () => {
      turnAway();
      if (liveSegment(timeline.value) !== undefined) view.value = viewOfEnd(timeline.value);
    },
    drew: (ms) => {
      if (hasStepped) pace.took(ms);
      hasStepped = false;
    },
  };
  return pages;
}

function hasContext(timeline: Timeline, seq: number): boolean {
  const segment = segmentWith(timeline, seq);
  if (segment === undefined) return false;
  const half = FIRST_ROWS / 2;
  const hasBefore = firstSeq(segment) === 1 || firstSeq(segment) <= seq - half;
  return hasBefore && (lastSeq(segment) >= timeline.headSeq || lastSeq(segment) >= seq + half);
}
