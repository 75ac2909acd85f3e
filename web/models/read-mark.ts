import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Person, Room } from "../../worker/protocol.ts";
import { liveSegment, type Timeline } from "../client/timeline.ts";
import { readUpTo } from "./room-state.ts";

export interface ReadMark {
  /** The "new" line stands above the first message after this one; it stays while one reads. */
  newAfter: ReadonlySignal<number | undefined>;
  /** How many messages of others came that were not on the screen yet. */
  unseen: ReadonlySignal<number>;
  /** A welcome came, and `room` is as it says. The first one places the line. */
  welcome(room: Room): void;
  /** The end of the room is on the screen of somebody who looks. */
  seen(): void;
  /** This message is the first unread one, and stays so until one writes, leaves, or reads on elsewhere. */
  unreadFrom(seq: number): void;
  /** Reads all that is there, also what was marked as unread. */
  readAll(): void;
  /** The server says where the mark is now. */
  heard(seq: number): void;
  /** The same from the list, where the room itself does not tell; `isNow`: each change of it comes, in order, if late. */
  heardInList(room: Room, isNow: boolean): void;
  /** A new message of one's own came: the server moved the mark to it. */
  wrote(seq: number): void;
  /** Somebody is about to write here: they have read it. */
  writes(): void;
  clearNewLine(): void;
  /** Tells what waits to be told; nobody may be here a moment later. */
  flush(): void;
  close(): void;
}

export interface Mark {
  seq: number;
  back?: true;
}

// "First at once, then gathered": one mark in two seconds is what the server passes on anyway.
const TELL_EVERY_MS = 2_000;

/**
 * How far one has read: what was done here counts at once, and from the moment the server says something else, that. It
 * says so after each mark that changed anything, so that two devices which both move it end where it ends.
 */
export function createReadMark(options: {
  room: Signal<Room | undefined>;
  timeline: ReadonlySignal<Timeline>;
  me: Person;
  /** Whether it left over the socket; what did not is told at the next chance. */
  tell(mark: Mark): boolean;
  /** The way that is left where there is no next chance. */
  post(mark: Mark): void;
  /** The room as it is now. */
  ask(): Promise<Room>;
}): ReadMark {
  const { room, timeline, me } = options;
  const newAfter = signal<number | undefined>();
  const seenSeq = signal(0);
  /** Where the server has it, as far as it said. */
  let known = 0;
  /** What it was told and has not said back. */
  let told: Mark[] = [];
  /** What was done here and it was not told. */
  let due: Mark | undefined;
  /** Marked as unread: what is on the screen is not read by being there. */
  let isHeld = false;
  let isPlaced = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function set(mark: Mark): void {
    due = mark;
    show();
    tell();
  }

  function tell(): void {
    if (due === undefined || (timer !== undefined && due.back === undefined) || !options.tell(due)) return;
    told.push(due);
    due = undefined;
    timer ??= setTimeout(() => {
      timer = undefined;
      tell();
    }, TELL_EVERY_MS);
  }

  /** Here it is read at once, whenever the server is told. */
  function show(): void {
    const now = room.value;
    const readSeq = (due ?? told.at(-1))?.seq ?? known;
    if (now !== undefined && readSeq !== now.readSeq) room.value = readUpTo(now, readSeq, timeline.value, me.id);
  }

  function forward(seq: number): void {
    if (room.value !== undefined && seq > room.value.readSeq) set({ seq });
  }

  /** The server has it at `seq`, whatever was done here before; what was not told yet still counts, unless it went back. */
  function settle(seq: number): void {
    told = [];
    const isBack = seq < known;
    if (due?.back === undefined) {
      if (isBack || (due !== undefined && due.seq <= seq)) due = undefined;
      if (seq !== known) isHeld = isBack;
      if (isBack) newAfter.value = seq;
    }
    known = seq;
    show();
  }

  /** Whether what the list says is from before a mark that is on its way, or from after one that came back, only the server knows. */
  async function ask(): Promise<void> {
    try {
      const { readSeq } = await options.ask();
      // What is on its way still has put the reader further: seen from there, it went back.
      known = told.at(-1)?.seq ?? known;
      settle(readSeq);
    } catch {
      // The next welcome says it.
    }
  }

  function heard(seq: number): void {
    const echo = told.findLastIndex((mark) => mark.seq === seq);
    if (echo >= 0) {
      told = told.slice(echo + 1);
      known = seq;
    } else if (seq !== known) settle(seq);
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    tell();
    if (due !== undefined) options.post(due);
  }

  return {
    newAfter,
    unseen: computed(() => {
      const live = liveSegment(timeline.value) ?? [];
      let unseen = 0;
      for (let i = live.length - 1; i >= 0; i--) {
        const message = live[i];
        if (message === undefined || message.seq <= seenSeq.value) break;
        if (message.from.id !== me.id) unseen++;
      }
      return unseen;
    }),
    welcome: ({ readSeq, lastSeq }) => {
      if (!isPlaced) {
        isPlaced = true;
        known = readSeq;
        newAfter.value = due?.seq ?? (readSeq < lastSeq ? readSeq : undefined);
        seenSeq.value = readSeq;
      }
      // Where the server is where it was, or short of what one has read, the last mark was lost with the connection.
      const last = told.at(-1);
      const isShort = last?.back === undefined && readSeq > known && readSeq < (last?.seq ?? 0);
      if (readSeq === known || isShort) due ??= last;
      settle(readSeq);
      tell();
    },
    seen: () => {
      seenSeq.value = Math.max(seenSeq.peek(), timeline.peek().headSeq);
      if (isHeld) return;
      forward(seenSeq.peek());
      tell();
    },
    unreadFrom: (seq) => {
      isHeld = true;
      newAfter.value = seq - 1;
      set({ seq: seq - 1, back: true });
    },
    readAll: () => {
      isHeld = false;
      newAfter.value = undefined;
      forward(timeline.peek().headSeq);
    },
    heard,
    heardInList: ({ readSeq, lastSeq }, isNow) => {
      // Nobody has read further than to the end: such a list is older than what is known.
      if (lastSeq < known) return;
      if (isNow && readSeq !== known) heard(readSeq);
      else if (readSeq !== room.peek()?.readSeq && due === undefined) void ask();
    },
    wrote: (seq) => settle(Math.max(known, seq)),
    writes: () => {
      isHeld = false;
      newAfter.value = undefined;
      if (due?.back === true) due = undefined;
      show();
    },
    clearNewLine: () => {
      newAfter.value = undefined;
    },
    flush,
    close: () => {
      flush();
      clearTimeout(timer);
    },
  };
}
