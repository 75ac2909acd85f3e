import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { CLOSE, type Me, type Message, parseRoomId, type Room } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";
import type { Changes } from "../client/changes.ts";
import type { Outbox } from "../client/outbox.ts";
import type { OutboxStore } from "../client/outbox-store.ts";
import { isShutBy } from "../client/room-carrier.ts";
import type { Timeline } from "../client/timeline.ts";
import { BLOCKED_BY } from "./blocked-key.ts";
import { type Blocks, createBlocks } from "./blocks.ts";
import { createChangesModel } from "./changes.ts";
import { type Composing, createComposing } from "./composing.ts";
import { createDrafts, type DraftStorage } from "./drafts.ts";
import { createOutboxModel } from "./outbox.ts";
import { createPeople, type People } from "./people.ts";
import { createRefusals, type Refusals } from "./refusals.ts";
import { createRoom, type RoomModel } from "./room.ts";
import { createRooms, type Rooms } from "./rooms.ts";

export interface ChatOptions {
  origin: string;
  api: Api;
  /** Who this is, as they are known now: a role changes, and so does a name. Always the same account. */
  me(): Me;
  storage: DraftStorage;
  outboxStore: OutboxStore;
  /** What an earlier visit on this device left; nothing where there was none. */
  kept?: { rooms(): Promise<readonly Room[] | undefined>; timeline(roomId: string): Promise<Timeline | undefined> };
  /** Resolves when it is certain who this is: nothing is sent before. */
  sure: Promise<unknown>;
  exclusively<T>(name: string, job: () => Promise<T>): Promise<T>;
  /** Opens the line to this person's other tabs. */
  openTabs(onTold: (roomId: string) => void): { tell(roomId: string): void; close(): void };
  /** Whether others may see that this person is writing. */
  saysTyping(): boolean;
  /** Who one is has to be asked: the server says that one has another role, or does not know one. */
  onDoubt?(): void;
  /** The session is over; `reason` is what the server said of it. */
  onEnded(reason: string | undefined): void;
  onNews(messages: readonly Message[]): void;
}

/** Everything that belongs to one person who is signed in. */
export interface Chat {
  /** Follows what changes, where it is asked in a computation or while drawing. */
  readonly me: Me;
  rooms: Rooms;
  outbox: Outbox;
  changes: Changes;
  people: People;
  blocks: Blocks;
  refusals: Refusals;
  /** What is being written in a room; each keeps its own. */
  composing(roomId: string): Composing;
  /** The room that is open; rooms are opened and left by the page's address. */
  room: ReadonlySignal<RoomModel | undefined>;
  /** Brings back what an earlier visit left of a room, for `openRoom` to begin with; `undefined` where it need not wait. Never rejects. */
  recall(roomId: string): Promise<void> | undefined;
  openRoom(roomId: string, openAt?: number): RoomModel;
  leaveRoom(model: RoomModel): void;
  /** The answer to a call says how a room is now. */
  noteRoom(room: Room): void;
  tryNow(): void;
  close(): void;
}

// Rooms one goes back and forth between open at once, with what they held.
const REMEMBERED_ROOMS = 8;
// The tab where a message was written sends it; another one steps in when that tab is gone.
const STEP_IN_AFTER_MS = 5_000;

export function createChat(options: ChatOptions): Chat {
  const { origin, api } = options;
  const { id: userId } = options.me();
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
  const blocks = createBlocks(api, options.storage.get(BLOCKED_BY + userId)?.split(" "));
  void blocks.refresh();
  const refusals = createRefusals();
  const outbox = createOutboxModel({
    userId,
    store: options.outboxStore,
    exclusively: async (name, job) => {
      await options.sure;
      return options.exclusively(`confab-outbox-${userId}-${name}`, job);
    },
    carrier: ({ roomId, id, body, replyTo }) => api.send(roomId, { id, body, replyTo }),
    tell: (roomId) => tabs.tell(roomId),
    onRefused: (roomId, error) => {
      refusals.note(roomId, error);
      if (error.code === "blocked") void blocks.refresh();
    },
    onArrived: refusals.forget,
  });
  // What an earlier visit could not send.
  void outbox.refresh().then(() => outbox.wake());

  const changes = createChangesModel(({ roomId, change }) => {
    if (change.kind === "edit") return api.edit(roomId, change.seq, change.body);
    if (change.kind === "delete") return api.remove(roomId, change.seq);
    if (change.kind === "pin") return api.pin(roomId, change.seq, change.on);
    return api.react(roomId, change.seq, change.emoji, change.on);
  });
  const people = createPeople(api);
  people.note([options.me()]);
  const drafts = createDrafts(options.storage, userId);
  const composings = new Map<string, Composing>();

  const rooms = createRooms({
    origin,
    userId,
    api,
    onEnded: (code, reason) => {
      if (code === CLOSE.notSignedIn) options.onDoubt?.();
      else if (endsSession(code)) options.onEnded(reason);
    },
    onRoom: tellOpen,
    onRole: options.onDoubt,
    isOpen: (roomId) => room.peek()?.roomId === roomId && room.peek()?.room.peek() !== undefined,
  });

  void options.kept?.rooms().then((list) => list && rooms.restore(list));

  function tellOpen(news: Room, isNow: boolean): void {
    if (room.peek()?.roomId === news.id) room.peek()?.told(news, isNow);
  }

  function remember(roomId: string, timeline: Timeline): void {
    timelines.delete(roomId);
    timelines.set(roomId, timeline);
    const [oldest] = timelines.keys();
    if (timelines.size > REMEMBERED_ROOMS && oldest !== undefined) timelines.delete(oldest);
  }

  function leaveRoom(model: RoomModel): void {
    const timeline = model.close();
    // Who is not in a room any more keeps nothing of it.
    if (rooms.isLost(model.roomId)) timelines.delete(model.roomId);
    else remember(model.roomId, timeline);
    if (room.peek() === model) room.value = undefined;
  }

  return {
    get me() {
      return options.me();
    },
    rooms,
    outbox,
    changes,
    people,
    blocks,
    refusals,
    composing: (roomId) => {
      const composing = composings.get(roomId) ?? createComposing(roomId, drafts);
      composings.set(roomId, composing);
      return composing;
    },
    room,
    recall: (roomId) => {
      if (timelines.has(roomId)) return undefined;
      return options.kept?.timeline(roomId).then((timeline) => {
        if (timeline !== undefined && !rooms.isLost(roomId)) remember(roomId, timeline);
      });
    },
    leaveRoom,
    noteRoom: (news) => {
      rooms.note(news);
      tellOpen(news, false);
    },
    openRoom: (roomId, openAt) =>
      batch(() => {
        const left = room.peek();
        if (left !== undefined) leaveRoom(left);
        const timeline = timelines.get(roomId);
        const opened = createRoom({
          origin,
          roomId,
          me: options.me(),
          api,
          outbox,
          changes,
          timeline,
          openAt,
          saysTyping: options.saysTyping,
          // Its last frames may come after the news that it is lost.
          onRoom: (news) => rooms.isLost(roomId) || rooms.note(news),
          onEnded: (code) => {
            if (code === CLOSE.notSignedIn) options.onDoubt?.();
            else if (isShutBy(code) && parseRoomId(roomId)?.kind === "group") rooms.lose(roomId);
          },
          onMessages: (messages) => people.note(messages.map(({ from }) => from)),
          isBlocked: blocks.has,
          onNews: options.onNews,
        });
        room.value = opened;
        return opened;
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
  return code === CLOSE.sessionEnded || code === CLOSE.forbidden;
}
