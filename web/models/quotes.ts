import { messageAt, type Timeline } from "../client/timeline.ts";

/** Fetches the originals of replies that are not at hand; they appear in the timeline, each in its own place. */
export interface Quotes {
  /** Somebody looks at a reply to this message. */
  want(seq: number): void;
  /** What could not be fetched is tried again. */
  tryAgain(): void;
}

// Replies mostly answer what was said around the same time: one page has several of them.
const AROUND = 20;

export function createQuotes(options: {
  timeline: { readonly value: Timeline };
  load(query: { around: number; limit: number }): Promise<void>;
}): Quotes {
  const wanted = new Set<number>();
  let isRunning = false;

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let seq = next(); seq !== undefined; seq = next()) {
      try {
        await options.load({ around: seq, limit: AROUND });
        // Asked for once: what is not there now is not there.
        wanted.delete(seq);
      } catch {
        break;
      }
    }
    isRunning = false;
  }

  function next(): number | undefined {
    for (const seq of wanted) {
      if (messageAt(options.timeline.value, seq) === undefined) return seq;
      wanted.delete(seq);
    }
    return undefined;
  }

  return {
    want: (seq) => {
      wanted.add(seq);
      void run();
    },
    tryAgain: () => void run(),
  };
}
