import type { HistoryPage } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";
import { applyPage, firstSeq, liveSegment, type Timeline } from "../client/timeline.ts";

/** A room opens with its last 25 messages; a device keeps more of them, so that one has something to read without a network. */
export interface Filling {
  /** The timeline with what is missing before it, where that could be had. Asks for it once for each room. Never rejects. */
  filled(roomId: string, timeline: Timeline): Promise<Timeline>;
}

interface Older {
  page: HistoryPage;
  /** What was known when it was asked for. */
  asked: Timeline;
}

export function createFilling(api: Pick<Api, "history">, count: number): Filling {
  const olderOf = new Map<string, Promise<Older | undefined>>();

  async function ask(roomId: string, asked: Timeline, before: number, limit: number): Promise<Older | undefined> {
    try {
      return { page: await api.history(roomId, { before, limit }), asked };
    } catch {
      // The next visit asks again.
      return undefined;
    }
  }

  return {
    filled: async (roomId, timeline) => {
      const live = liveSegment(timeline);
      if (live === undefined || firstSeq(live) <= 1 || live.length >= count) return timeline;
      const asking = olderOf.get(roomId) ?? ask(roomId, timeline, firstSeq(live), count - live.length);
      olderOf.set(roomId, asking);
      const older = await asking;
      // Newer than the page is what the timeline has; where the page is too old for it, the timeline comes back as it was.
      return older === undefined ? timeline : applyPage(timeline, older.page, older.asked);
    },
  };
}
