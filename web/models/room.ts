import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Message, Person, Room, ServerFrame, WelcomeFrame } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";
import type { Change } from "../client/change.ts";
import type { Changes } from "../client/changes.ts";
import type { ConnectionStatus } from "../client/connection.ts";
import type { Outbox } from "../client/outbox.ts";
import { createRoomClient, type RoomClient } from "../client/room.ts";
import {
  aheadOf,
  emptyTimeline,
  forgetFar,
  liveSegment,
  messageAt,
  segmentWith,
  type Timeline,
} from "../client/timeline.ts";
import { createPages, type Pages } from "./pages.ts";
import { createQuotes, type Quotes } from "./quotes.ts";
import { createReadMark, type ReadMark } from "./read-mark.ts";
import { afterMessages, withDetails } from "./room-state.ts";
import { type Row, rowsOf } from "./rows.ts";
import { createTyping, type Typing } from "./typing.ts";
import { forgetFarFrom, messagesOf, mostRows, type View, viewAfterChange, viewOfEnd } from "./view.ts";

export interface RoomOptions {
  origin: string;
  roomId: string;
  me: Person;
  api: Api;
  outbox: Outbox;
  changes: Changes;
  /** What an earlier visit left; the socket resumes from there. */
  timeline?: Timeline;
  /** The message to open at, instead of the end. */
  openAt?: number;
  /** Whether the others may see that this person is writing. */
  saysTyping(): boolean;
  /** The room changed as one sees it in the list. */
  onRoom(room: Room): void;
  /** The room's socket ended for good. */
  onEnded(code: number | undefined): void;
  /** Messages that came or changed. */
  onMessages(messages: readonly Message[]): void;
  /** Whether what they write is folded away. */
  isBlocked(userId: string): boolean;
  /** Messages of others that came just now. */
  onNews(messages: readonly Message[]): void;
}

/** One open room: live messages, history, what is unsent, who is here. */
export interface RoomModel {
  roomId: string;
  status: ReadonlySignal<ConnectionStatus>;
  /** Absent until the first welcome. */
  room: ReadonlySignal<Room | undefined>;
  timeline: ReadonlySignal<Timeline>;
  view: ReadonlySignal<View>;
  rows: ReadonlySignal<readonly Row[]>;
  hasOlder: ReadonlySignal<boolean>;
  hasNewer: ReadonlySignal<boolean>;
  /** How far the other one of a direct room has read, as far as they let one see it; else 0. */
  peerRead: ReadonlySignal<number>;
  /** How many people have the room open. */
  count: ReadonlySignal<number>;
  online: ReadonlySignal<readonly string[] | null>;
  pages: Pages;
  quotes: Quotes;
  typing: Typing;
  readMark: ReadMark;
  send(body: string, replyTo?: number): void;
  /** Sets an edit, a delete or a reaction on its way; it shows at once. */
  change(change: Change): void;
  /** Shows messages that were folded away, as long as one is in the room. */
  unfold(seqs: readonly number[]): void;
  /** The last message of one's own that can still be changed, among those that are at hand. */
  lastOwn(): Message | undefined;
  /** Whether the reader is at the end and wants to stay there. */
  follow(isFollowing: boolean): void;
  /** So much of the messages is in sight: as many are kept on the page as that takes. */
  fits(heightPx: number): void;
  /** What the room is called, who one is in it and what one set, as it was heard elsewhere; `isNow`: and how far one has read. */
  told(news: Room, isNow: boolean): void;
  tryNow(): void;
  /** Leaves the room; answers the timeline, for the next visit. */
  close(): Timeline;
}

// Enough to scroll back without asking again; a long way through history is let go of behind the reader.
const REMEMBER_AROUND = 500;

export function createRoom(options: RoomOptions): RoomModel {
  const { roomId, me, api, outbox, changes } = options;
  const status = signal<ConnectionStatus>({ state: "connecting" });
  const room = signal<Room | undefined>();
  const timeline = signal<Timeline>(options.timeline ?? emptyTimeline);
  const view = signal<View>(viewOfEnd(timeline.value));
  const peerRead = signal(0);
  const count = signal(0);
  const online = signal<readonly string[] | null>([]);
  /** Where it does not, the list says how far one has read elsewhere. */
  let tellsReads = false;
  let most = mostRows(0);
  const typing = createTyping(() => options.saysTyping() && client.sayTyping());
  const readMark = createReadMark({
    room,
    timeline,
    me,
    tell: ({ seq, back }) => client.sayRead(seq, back),
    post: ({ seq, back }) => void api.markRead(roomId, seq, back).catch(() => undefined),
    ask: () => api.room(roomId),
  });
  const client: RoomClient = createRoomClient({
    origin: options.origin,
    roomId,
    userId: me.id,
    api,
    outbox,
    changes,
    timeline,
    gather: batch,
    onFrame: receive,
    onStatus: (next) => {
      status.value = next;
      if (next.state === "ended") options.onEnded(next.code);
    },
  });
  const unfolded = signal<ReadonlySet<number>>(new Set());
  const pages = createPages({ load: client.load, timeline, view, most: mostShown });
  const quotes = createQuotes({ load: client.load, timeline });

  function receive(frame: ServerFrame, before: Timeline): void {
    if (frame.type === "welcome" || frame.type === "messages") takeMessages(frame.messages, before);
    switch (frame.type) {
      case "welcome":
        welcome(frame);
        break;
      case "messages":
        settle(frame.messages, before.headSeq);
        break;
      case "known":
        settle([frame.message], frame.message.seq);
        break;
      case "typing":
        if (frame.user.id !== me.id) typing.heard(frame.user);
        break;
      case "read":
        if (frame.userId === me.id) readMark.heard(frame.seq);
        else if (room.value?.kind === "direct") peerRead.value = frame.seq;
        break;
      case "presence":
        count.value = frame.count;
        online.value = frame.online;
        break;
      case "error":
        // The client has told whoever waited for it.
        break;
    }
  }

  function takeMessages(messages: readonly Message[], before: Timeline): void {
    const isFirst = room.value === undefined;
    const reader = view.value;
    view.value = viewAfterChange(view.value, timeline.value, mostShown());
    timeline.value = forgetFarFrom(view.value, timeline.value);
    if (!reader.isFollowing && segmentWith(timeline.value, reader.from) === undefined) void pages.open(reader.from);
    options.onMessages(messages);
    const news = messages.filter(
      ({ seq, from }) => seq > before.headSeq && from.id !== me.id && !options.isBlocked(from.id),
    );
    for (const { from } of news) typing.stopped(from.id);
    if (!isFirst && news.length > 0) options.onNews(news);
  }

  function welcome(frame: WelcomeFrame): void {
    const isFirst = room.value === undefined;
    room.value = frame.room;
    tellsReads = frame.reads !== undefined;
    peerRead.value = frame.reads?.[frame.room.peer?.id ?? ""] ?? 0;
    count.value = frame.count;
    online.value = frame.online;
    readMark.welcome(frame.room);
    if (isFirst && options.openAt !== undefined) void pages.open(options.openAt);
    quotes.tryAgain();
    settle(frame.messages, frame.seq);
  }

  const untell = effect(() => {
    const now = room.value;
    if (now !== undefined) untracked(() => options.onRoom(now));
  });

  /** The end of the room moves on. What is not new has been read or not, whoever wrote it: somebody may have reacted to it. */
  function settle(messages: readonly Message[], headSeq: number): void {
    if (room.value !== undefined) room.value = afterMessages(room.value, messages, me.id);
    const own = messages.findLast(({ seq, from }) => seq > headSeq && from.id === me.id);
    if (own !== undefined) readMark.wrote(own.seq);
  }

  const rows = computed(() => {
    const now = timeline.value;
    const isAtEnd = view.value.to >= now.headSeq;
    const messages = messagesOf(view.value, now);
    return rowsOf({
      messages: isAtEnd ? [...messages, ...aheadOf(now).filter(({ seq }) => seq > view.value.to)] : messages,
      before: messageAt(now, view.value.from - 1),
      find: (seq) => messageAt(now, seq),
      unsent: isAtEnd ? outbox.items(roomId) : [],
      changes: changes.items(roomId),
      me,
      newAfter: readMark.newAfter.value,
      isFolded: ({ seq, from }) => options.isBlocked(from.id) && !unfolded.value.has(seq),
    });
  });

  /** What is folded into one line takes up no room. */
  function mostShown(): number {
    const { from, to } = view.peek();
    return most + Math.max(0, to - from - rows.peek().length);
  }

  return {
    roomId,
    status,
    room,
    timeline,
    view,
    rows,
    hasOlder: computed(() => view.value.from > 1),
    hasNewer: computed(() => view.value.to < timeline.value.headSeq),
    peerRead,
    count,
    online,
    pages,
    quotes,
    typing,
    readMark,
    send: (body, replyTo) => {
      readMark.writes();
      pages.toEnd();
      outbox.send(roomId, body, replyTo);
    },
    change: (change) => changes.make(roomId, change),
    unfold: (seqs) => {
      unfolded.value = new Set([...unfolded.value, ...seqs]);
    },
    lastOwn: () => {
      // The last one is still on its way: it would be another one that is changed.
      if (outbox.items(roomId).some(({ state }) => state !== "failed")) return undefined;
      return liveSegment(timeline.value)?.findLast(
        ({ from, deletedAt }) => from.id === me.id && deletedAt === undefined,
      );
    },
    follow: (isFollowing) => {
      if (view.value.isFollowing === isFollowing) return;
      view.value = { ...view.value, isFollowing };
    },
    fits: (heightPx) => {
      most = mostRows(heightPx);
    },
    told: (news, isNow) => {
      if (room.value === undefined) return;
      if (!tellsReads) readMark.heardInList(news, isNow);
      room.value = withDetails(room.value, news);
    },
    tryNow: client.tryNow,
    close: () => {
      untell();
      typing.clear();
      readMark.close();
      client.close();
      return forgetFar(timeline.value, timeline.value.headSeq, timeline.value.headSeq, REMEMBER_AROUND);
    },
  };
}
