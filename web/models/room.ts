import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Message, Person, Room, ServerFrame, WelcomeFrame } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";
import type { ConnectionStatus } from "../client/connection.ts";
import { createRoomSocket } from "../client/room-socket.ts";
import { applyFrame, emptyTimeline, forgetFar, segmentWith, type Timeline } from "../client/timeline.ts";
import type { OutboxModel } from "./outbox.ts";
import { createPages, type Pages } from "./pages.ts";
import { createReadMark, type ReadMark } from "./read-mark.ts";
import { createRoomCarrier } from "./room-carrier.ts";
import { type Row, rowsOf } from "./rows.ts";
import { createTyping, type Typing } from "./typing.ts";
import { forgetFarFrom, messagesOf, type View, viewAfterChange, viewOfEnd } from "./view.ts";

export interface RoomOptions {
  origin: string;
  roomId: string;
  me: Person;
  api: Api;
  outbox: OutboxModel;
  /** What an earlier visit left; the socket resumes from there. */
  timeline?: Timeline;
  /** The message to open at, instead of the end. */
  openAt?: number;
  /** The room changed as one sees it in the list. */
  onRoom(room: Room): void;
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
  /** How many people have the room open. */
  count: ReadonlySignal<number>;
  online: ReadonlySignal<readonly string[] | null>;
  pages: Pages;
  typing: Typing;
  readMark: ReadMark;
  send(body: string): void;
  /** Whether the reader is at the end and wants to stay there. */
  follow(isFollowing: boolean): void;
  tryNow(): void;
  /** Leaves the room; answers the timeline, for the next visit. */
  close(): Timeline;
}

// Enough to scroll back without asking again; a long way through history is let go of behind the reader.
const REMEMBER_AROUND = 500;

export function createRoom(options: RoomOptions): RoomModel {
  const { roomId, me, api, outbox } = options;
  const status = signal<ConnectionStatus>({ state: "connecting" });
  const room = signal<Room | undefined>();
  const timeline = signal<Timeline>(options.timeline ?? emptyTimeline);
  const view = signal<View>(viewOfEnd(timeline.value));
  const count = signal(0);
  const online = signal<readonly string[] | null>([]);
  const typing = createTyping(() => socket.send({ type: "typing" }));
  const readMark = createReadMark({ room, timeline, me, tell: (seq) => socket.send({ type: "read", seq }) });
  const pages = createPages({ api, roomId, timeline, view });
  const unsent = outbox.items(roomId);

  const carrier = createRoomCarrier(
    me.id,
    () => socket,
    ({ id, body, replyTo }) => api.send(roomId, { id, body, replyTo }),
  );
  // Stored, but not brought by a frame yet: over HTTP the answer may be here first, or alone for a while.
  const ahead = signal<readonly Message[]>([]);
  const detach = outbox.attach(roomId, async (entry) => {
    const message = await carrier.carry(entry);
    ahead.value = [...ahead.value, message].filter(({ seq }) => seq > timeline.value.headSeq);
    return message;
  });
  const socket = createRoomSocket({
    origin: options.origin,
    roomId,
    resume: cursorOf(timeline.value),
    onFrame: (frame) => batch(() => receive(frame)),
    onStatus: (next) => {
      status.value = next;
      if (next.state === "connected") outbox.wake();
      else carrier.lost();
    },
  });

  function receive(frame: ServerFrame): void {
    if (frame.type === "welcome" || frame.type === "messages") takeMessages(frame);
    switch (frame.type) {
      case "welcome":
        welcome(frame);
        break;
      case "messages":
        settle(frame.messages);
        break;
      case "known":
        timeline.value = applyFrame(timeline.value, frame);
        settle([frame.message]);
        break;
      case "error":
        carrier.refused(frame);
        break;
      case "typing":
        if (frame.user.id !== me.id) typing.heard(frame.user);
        break;
      case "read":
        if (frame.userId === me.id) readMark.moved(frame.seq);
        break;
      case "presence":
        count.value = frame.count;
        online.value = frame.online;
        break;
    }
  }

  function takeMessages(frame: Extract<ServerFrame, { type: "welcome" | "messages" }>): void {
    const head = timeline.value.headSeq;
    const isFirst = room.value === undefined;
    const reader = view.value;
    timeline.value = applyFrame(timeline.value, frame);
    view.value = viewAfterChange(view.value, timeline.value);
    timeline.value = forgetFarFrom(view.value, timeline.value);
    if (!reader.isFollowing && segmentWith(timeline.value, reader.from) === undefined) void pages.open(reader.from);
    const news = frame.messages.filter(({ seq, from }) => seq > head && from.id !== me.id);
    for (const { from } of news) typing.stopped(from.id);
    if (!isFirst && news.length > 0) options.onNews(news);
  }

  function welcome(frame: WelcomeFrame): void {
    const isFirst = room.value === undefined;
    room.value = frame.room;
    count.value = frame.count;
    online.value = frame.online;
    readMark.welcome(frame.room);
    if (isFirst && options.openAt !== undefined) void pages.open(options.openAt);
    settle(frame.messages);
  }

  const untell = effect(() => {
    const now = room.value;
    if (now !== undefined) untracked(() => options.onRoom(now));
  });

  /** Own messages that came back leave the outbox. */
  function settle(messages: readonly Message[]): void {
    for (const message of messages) {
      carrier.arrived(message);
      outbox.acknowledge(message);
      if (message.from.id === me.id) readMark.moved(message.seq);
    }
    const last = messages.at(-1);
    if (room.value === undefined || last === undefined) return;
    room.value = afterMessage(room.value, last, me.id);
  }

  const rows = computed(() => {
    const { headSeq } = timeline.value;
    const isAtEnd = view.value.to >= headSeq;
    const messages = messagesOf(view.value, timeline.value);
    return rowsOf({
      messages: isAtEnd ? [...messages, ...ahead.value.filter(({ seq }) => seq > headSeq)] : messages,
      before: segmentWith(timeline.value, view.value.from - 1)?.find(({ seq }) => seq === view.value.from - 1),
      unsent: isAtEnd ? unsent.value : [],
      me,
      newAfter: readMark.newAfter.value,
    });
  });

  return {
    roomId,
    status,
    room,
    timeline,
    view,
    rows,
    hasOlder: computed(() => view.value.from > 1),
    hasNewer: computed(() => view.value.to < timeline.value.headSeq),
    count,
    online,
    pages,
    typing,
    readMark,
    send: (body) => {
      readMark.clearNewLine();
      pages.toEnd();
      outbox.send(roomId, body);
    },
    follow: (isFollowing) => {
      if (view.value.isFollowing === isFollowing) return;
      view.value = { ...view.value, isFollowing };
    },
    tryNow: () => {
      socket.tryNow();
      outbox.wake();
    },
    close: () => {
      detach();
      untell();
      carrier.lost();
      typing.clear();
      readMark.close();
      socket.close();
      return forgetFar(timeline.value, timeline.value.headSeq, timeline.value.headSeq, REMEMBER_AROUND);
    },
  };
}

function cursorOf({ epoch, rev }: Timeline): { epoch: string; rev: number } | undefined {
  return epoch === undefined ? undefined : { epoch, rev };
}

function afterMessage(room: Room, message: Message, userId: string): Room {
  if (message.seq < room.lastSeq) return room;
  const readSeq = message.from.id === userId ? Math.max(room.readSeq, message.seq) : room.readSeq;
  return { ...room, lastSeq: message.seq, lastMessage: message, readSeq, unread: message.seq - readSeq };
}
