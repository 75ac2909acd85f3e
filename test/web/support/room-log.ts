import type { Timeline } from "../../../web/client/timeline.ts";
import type { HistoryPage, Message, MessagesFrame, Person, Room, WelcomeFrame } from "../../../worker/protocol.ts";

export const alice: Person = { id: "alice1", username: "alice", displayName: "Alice" };
export const bob: Person = { id: "bob1", username: "bob", displayName: "Bob" };

// 21 November 2026, noon UTC; one message a minute.
const NOON = Date.UTC(2026, 10, 21, 12);

export function message(seq: number, from: Person = alice): Message {
  return { room: "global", seq, rev: seq, id: `client-id-${seq}`, from, body: `text ${seq}`, at: NOON + seq * 60_000 };
}

export function room(lastSeq: number): Room {
  return {
    id: "global",
    kind: "global",
    lastSeq,
    readSeq: lastSeq,
    unread: 0,
    mentions: 0,
    muted: false,
    notify: "all",
  };
}

export function welcome(messages: Message[]): WelcomeFrame {
  const seq = messages.at(-1)?.seq ?? 0;
  const rev = Math.max(0, ...messages.map((item) => item.rev));
  return {
    type: "welcome",
    protocol: 1,
    epoch: "e1",
    room: room(seq),
    you: alice,
    seq,
    rev,
    reset: true,
    messages,
    online: [],
    count: 1,
  };
}

/** What a room does with messages and revisions, as the protocol says it, for clients to be compared with. */
export function createRoomLog() {
  const messages: Message[] = [];
  let rev = 0;

  const changedAfter = (since: number) => messages.filter((item) => item.rev > since);
  return {
    get lastSeq() {
      return messages.length;
    },
    all: () => [...messages],
    say() {
      rev++;
      messages.push({ ...message(messages.length + 1), rev });
    },
    edit(seq: number) {
      const old = messages[seq - 1];
      if (old === undefined || old.deletedAt !== undefined) return;
      rev++;
      messages[seq - 1] = { ...old, rev, body: `text ${seq}, changed at ${rev}` };
    },
    remove(seq: number) {
      const old = messages[seq - 1];
      if (old === undefined || old.deletedAt !== undefined) return;
      rev++;
      messages[seq - 1] = { ...old, rev, body: "", deletedAt: old.at + 1 };
    },
    since(prev: number): MessagesFrame {
      return { type: "messages", messages: changedAfter(prev), prev, rev };
    },
    welcomeTo(timeline: Timeline): WelcomeFrame {
      const changed = changedAfter(timeline.rev);
      const isReset = timeline.epoch === undefined || changed.length > 200;
      const shown = isReset ? messages.slice(-25) : changed;
      return { ...welcome(shown), seq: messages.length, rev, reset: isReset };
    },
    /** The page around or before `seq`: what is asked for does not matter to merging. */
    page(seq: number): HistoryPage {
      const from = Math.max(0, seq - 20);
      return { messages: messages.slice(from, seq + 5), hasBefore: from > 0, hasAfter: seq + 5 < messages.length };
    },
  };
}
