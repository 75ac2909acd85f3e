import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { CLOSE, type Me, type Message } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";
import type { OutboxStore } from "../client/outbox-store.ts";
import type { Timeline } from "../client/timeline.ts";
import { createDrafts, type DraftStorage, type Drafts } from "./drafts.ts";
import { createOutboxModel, type OutboxModel } from "./outbox.ts";
import { createRoom, type RoomModel } from "./room.ts";
import { createRooms, type Rooms } from "./rooms.ts";

export interface ChatOptions {
  origin: string;
  api: Api;
  me: Me;
  storage: DraftStorage;
  outboxStore: OutboxStore;
  exclusively<T>(name: string, job: () => Promise<T>): Promise<T>;
  /** Opens the line to this person's other tabs. */
  openTabs(onTold: (roomId: string) => void): { tell(roomId: string): void; close(): void };
  /** The session is over. */
  onEnded(): void;
  onNews(messages: readonly Message[]): void;
}

/** Everything that belongs to one person who is signed in. */
export interface Chat {
  me: Me;
  rooms: Rooms;
  outbox: OutboxModel;
  drafts: Drafts;
  /** The room that is open; rooms are opened and left by the page's address. */
  room: ReadonlySignal<RoomModel | undefined>;
  openRoom(roomId: string, openAt?: number): RoomModel;
  leaveRoom(model: RoomModel): void;
  /** Some socket that ought to be there is not. */
  isDisconnected: ReadonlySignal<boolean>;
  tryNow(): void;
  close(): void;
}

// Rooms one goes back and forth between open at once, with what they held.
const REMEMBERED_ROOMS = 8;
// The tab where a message was written sends it; another one steps in when that tab is gone.
const STEP_IN_AFTER_MS = 5_000;

export function createChat(options: ChatOptions): Chat {
  const { origin, api, me } = options;
  const room = signal<RoomModel | undefined>();
  const timelines = new Map<string, Timeline>();
  let stepIn: ReturnType<typeof setTimeout> | undefined;

  const tabs = options.openTabs(() => {
    void outbox.refresh();
    stepIn ??= setTimeout(() => {
      stepIn = undefined;
      outbox.wake();
    }, STEP_IN_AFTER_MS);
  });
  const outbox = createOutboxModel({
    userId: me.id,
    store: options.outboxStore,
    exclusively: (name, job) => options.exclusively(`confab-outbox-${me.id}-${name}`, job),
    carrier: ({ roomId, id, body, replyTo }) => api.send(roomId, { id, body, replyTo }),
    tell: (roomId) => tabs.tell(roomId),
  });
  // What an earlier visit could not send.
  void outbox.refresh().then(() => outbox.wake());

  const rooms = createRooms({ origin, api, onEnded: (code) => endsSession(code) && options.onEnded() });

  function remember(roomId: string, timeline: Timeline): void {
    timelines.delete(roomId);
    timelines.set(roomId, timeline);
    const [oldest] = timelines.keys();
    if (timelines.size > REMEMBERED_ROOMS && oldest !== undefined) timelines.delete(oldest);
  }

  function leaveRoom(model: RoomModel): void {
    remember(model.roomId, model.close());
    if (room.peek() === model) room.value = undefined;
  }

  return {
    me,
    rooms,
    outbox,
    drafts: createDrafts(options.storage, me.id),
    room,
    leaveRoom,
    openRoom: (roomId, openAt) =>
      batch(() => {
        const left = room.peek();
        if (left !== undefined) leaveRoom(left);
        const timeline = timelines.get(roomId);
        const { onNews } = options;
        const opened = createRoom({ origin, roomId, me, api, outbox, timeline, openAt, onRoom: rooms.note, onNews });
        room.value = opened;
        return opened;
      }),
    isDisconnected: computed(() => {
      const states = [rooms.status.value.state, room.value?.status.value.state];
      return states.some((state) => state === "waiting" || state === "connecting");
    }),
    tryNow: () => {
      rooms.tryNow();
      room.peek()?.tryNow();
      outbox.wake();
    },
    close: () => {
      clearTimeout(stepIn);
      room.peek()?.close();
      room.value = undefined;
      rooms.close();
      outbox.close();
      tabs.close();
    },
  };
}

function endsSession(code: number | undefined): boolean {
  return code === CLOSE.sessionEnded || code === CLOSE.notSignedIn || code === CLOSE.forbidden;
}
