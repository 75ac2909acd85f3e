import { type ReadonlySignal, signal } from "@preact/signals";

/** The one voice of the page for those who listen to it. */
export interface Announcer {
  /** What is to be read out next. */
  text: ReadonlySignal<string>;
  /** Says this at once. */
  say(text: string): void;
  /** New messages: one becomes its own sentence, several one sentence with their number. */
  sayMessages(sentences: readonly string[]): void;
}

// One announcement for a burst of messages, not one for each.
const GATHER_MS = 600;

export function createAnnouncer(severalMessages: (count: number) => string): Announcer {
  const text = signal("");
  let gathered: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function say(sentence: string): void {
    // A trailing space makes the same sentence a change, which is what screen readers speak.
    text.value = text.value === sentence ? `${sentence}\u00a0` : sentence;
  }

  function sayGathered(): void {
    timer = undefined;
    const [only] = gathered;
    say(gathered.length === 1 && only !== undefined ? only : severalMessages(gathered.length));
    gathered = [];
  }

  return {
    text,
    say,
    sayMessages: (sentences) => {
      gathered.push(...sentences);
      if (gathered.length > 0 && timer === undefined) timer = setTimeout(sayGathered, GATHER_MS);
    },
  };
}
