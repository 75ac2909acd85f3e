import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { HistoryPage } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";
import { type ApiError, asApiError } from "../client/api-error.ts";
import { applyPage, firstSeq, lastSeq, liveSegment, segmentWith, type Timeline } from "../client/timeline.ts";
import { FIRST_ROWS, forgetFarFrom, type View, viewAround, viewNewer, viewOfEnd, viewOlder } from "./view.ts";

export type Direction = "older" | "newer" | "around";

export interface Pages {
  /** What is being fetched right now. */
  loading: ReadonlySignal<Direction | undefined>;
  /** Why the last page did not come. */
  failure: ReadonlySignal<ApiError | undefined>;
  /** The message that was asked for last and is in the view now. */
  opened: ReadonlySignal<{ seq: number } | undefined>;
  /** One step towards the beginning, from memory or from the server. */
  older(): Promise<void>;
  /** One step towards the end. */
  newer(): Promise<void>;
  /** Shows `seq` in its context; answers whether there is such a message. */
  open(seq: number): Promise<boolean>;
  toEnd(): void;
}

const PAGE = 50;

/** Moves the view over the timeline, and fetches what the timeline does not have. */
export function createPages(options: {
  api: Pick<Api, "history">;
  roomId: string;
  timeline: Signal<Timeline>;
  view: Signal<View>;
}): Pages {
  const { api, roomId, timeline, view } = options;
  const loading = signal<Direction | undefined>();
  const failure = signal<ApiError | undefined>();
  const opened = signal<{ seq: number } | undefined>();

  /** At most one page at a time: the next step is asked for again when the reader is still there. */
  async function fetchPage(
    direction: Direction,
    query: Parameters<Api["history"]>[1],
  ): Promise<HistoryPage | undefined> {
    loading.value = direction;
    failure.value = undefined;
    try {
      return await api.history(roomId, { ...query, limit: PAGE });
    } catch (thrown) {
      failure.value = asApiError(thrown);
      return undefined;
    } finally {
      loading.value = undefined;
    }
  }

  /**
   * Takes a page in and moves the view over it as one change. Were the page there a moment before the view, the first row in sight would
   * lose its head, with nothing above it yet to scroll to: the text would jump.
   */
  function take(page: HistoryPage | undefined, move: () => void): void {
    batch(() => {
      if (page !== undefined) timeline.value = applyPage(timeline.value, page);
      move();
    });
  }

  function show(next: View): void {
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
      const isKnown = firstSeq(segment) < from;
      const page = isKnown ? undefined : await fetchPage("older", { before: from });
      if (isKnown || page !== undefined) take(page, () => show(viewOlder(view.value, timeline.value)));
    },
    newer: async () => {
      const { to } = view.value;
      const segment = segmentWith(timeline.value, to);
      if (loading.value !== undefined || segment === undefined || to >= timeline.value.headSeq) return;
      const isKnown = lastSeq(segment) > to;
      const page = isKnown ? undefined : await fetchPage("newer", { after: to });
      if (isKnown || page !== undefined) take(page, () => show(viewNewer(view.value, timeline.value)));
    },
    open: async (seq) => {
      const isKnown = hasContext(timeline.value, seq);
      const page = isKnown ? undefined : await fetchPage("around", { around: seq });
      take(page, () => {
        if (segmentWith(timeline.value, seq) === undefined) return;
        view.value = viewAround(timeline.value, seq);
        // A new object each time: asking for the same message again brings it back into sight.
        opened.value = { seq };
      });
      return segmentWith(timeline.value, seq) !== undefined;
    },
    toEnd: () => {
      if (liveSegment(timeline.value) !== undefined) view.value = viewOfEnd(timeline.value);
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
