import { type ReadonlySignal, signal } from "@preact/signals";

/** The one voice of the page for those who listen to it. */
export interface Announcer {
  /** What is to be read out next. */
  text: ReadonlySignal<string>;
  /** Says this at once; nothing, and what waits to be said is forgotten. */
  say(text: string): void;
  /** New messages: one becomes its own sentence, several one sentence with their number. */
  sayMessages(sentences: readonly string[]): void;
}

// One announcement for a burst of messages, not one for each: when it has been quiet for this long, and at the latest after that.
const QUIET_MS = 600;
const LATEST_MS = 5_000;

export function createAnnouncer(severalMessages: (count: number) => string): Announcer {
  const text = signal("");
  let gathered: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since = 0;

  function say(sentence: string): void {
    if (sentence === "") {
      clearTimeout(timer);
      gathered = [];
    }
    // A trailing space makes the same sentence a change, which is what screen readers speak.
    text.value = text.value === sentence ? `${sentence}\u00a0` : sentence;
  }

  function sayGathered(): void {
    const [only] = gathered;
    say(gathered.length === 1 && only !== undefined ? only : severalMessages(gathered.length));
    gathered = [];
  }

  return {
    text,
    say,
    sayMessages: (sentences) => {
      if (sentences.length === 0) return;
      if (gathered.length === 0) since = Date.now();
      gathered.push(...sentences);
      clearTimeout(timer);
      timer = setTimeout(sayGathered, Math.max(0, Math.min(QUIET_MS, since + LATEST_MS - Date.now())));
    },
  };
}
