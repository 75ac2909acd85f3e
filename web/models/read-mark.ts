import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Person, Room } from "../../worker/protocol.ts";
import { liveSegment, type Timeline } from "../client/timeline.ts";

export interface ReadMark {
  /** The "new" line stands above the first message after this one; it stays while one reads. */
  newAfter: ReadonlySignal<number | undefined>;
  /** How many messages of others came that were not on the screen yet. */
  unseen: ReadonlySignal<number>;
  /** A welcome came: what the server knows counts. The first one places the line. */
  welcome(room: Room): void;
  /** The end of the room is on the screen of somebody who looks. */
  seen(): void;
  /** The server moved the mark by itself: a message of one's own, or read on another device. */
  moved(seq: number): void;
  clearNewLine(): void;
  close(): void;
}

// "First at once, then gathered": one mark in two seconds is what the server passes on anyway.
const TELL_EVERY_MS = 2_000;

export function createReadMark(options: {
  room: Signal<Room | undefined>;
  timeline: ReadonlySignal<Timeline>;
  me: Person;
  /** Whether it left; what did not is told at the next chance. */
  tell(seq: number): boolean;
}): ReadMark {
  const { room, timeline } = options;
  const newAfter = signal<number | undefined>();
  const seenSeq = signal(0);
  let told = 0;
  let isPlaced = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(): void {
    if (timer !== undefined || seenSeq.value <= told || !options.tell(seenSeq.value)) return;
    told = seenSeq.value;
    timer = setTimeout(() => {
      timer = undefined;
      tell();
    }, TELL_EVERY_MS);
  }

  /** Here it is read at once, whenever the server is told. */
  function show(seq: number): void {
    const now = room.value;
    if (now === undefined || seq <= now.readSeq) return;
    room.value = { ...now, readSeq: seq, unread: Math.max(0, now.lastSeq - seq), mentions: 0 };
  }

  return {
    newAfter,
    unseen: computed(() => {
      const live = liveSegment(timeline.value) ?? [];
      let unseen = 0;
      for (let i = live.length - 1; i >= 0; i--) {
        const message = live[i];
        if (message === undefined || message.seq <= seenSeq.value) break;
        if (message.from.id !== options.me.id) unseen++;
      }
      return unseen;
    }),
    welcome: ({ readSeq, lastSeq }) => {
      told = readSeq;
      if (isPlaced) return;
      isPlaced = true;
      newAfter.value = readSeq < lastSeq ? readSeq : undefined;
      seenSeq.value = readSeq;
    },
    seen: () => {
      seenSeq.value = Math.max(seenSeq.peek(), timeline.peek().headSeq);
      show(seenSeq.peek());
      tell();
    },
    moved: (seq) => {
      told = Math.max(told, seq);
      show(seq);
    },
    clearNewLine: () => {
      newAfter.value = undefined;
    },
    close: () => clearTimeout(timer),
  };
}
