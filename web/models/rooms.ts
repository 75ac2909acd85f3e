import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { InboxFrame, Message, Room } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";
import type { ConnectionStatus } from "../client/connection.ts";
import { createInboxSocket } from "../client/inbox-socket.ts";

export interface Rooms {
  /** Absent until the first answer; then latest activity first. */
  list: ReadonlySignal<readonly Room[] | undefined>;
  status: ReadonlySignal<ConnectionStatus>;
  /** Unread messages in rooms that are not muted, and mentions in those that are. */
  unread: ReadonlySignal<number>;
  get(roomId: string): Room | undefined;
  /** It was this person's, and is not any more. */
  isLost(roomId: string): boolean;
  /** Somebody here knows better: an open room, one that was just asked for, or what one has just done. */
  note(room: Room): void;
  /** The list as an earlier visit left it, for as long as nobody has said how it is. */
  restore(rooms: readonly Room[]): void;
  /** A room is no longer this person's, whoever said so first. */
  lose(roomId: string): void;
  /** Asks for the list over HTTP; the inbox is silent about `global`. */
  refresh(): Promise<void>;
  /** Hears every frame of the inbox, when the list has taken it in. Answers how to stop. */
  listen(listener: (frame: InboxFrame) => void): () => void;
  tryNow(): void;
  close(): void;
}

export function createRooms(options: {
  origin: string;
  /** Whose they are. */
  userId?: string;
  api: Pick<Api, "rooms">;
  onEnded(code: number | undefined, reason: string | undefined): void;
  /** What the inbox says of a room, for the one that is open; `isNow`: as it is now, and not only about so. */
  onRoom?(room: Room, isNow: boolean): void;
  /** What one may do has changed. */
  onRole?(): void;
  /** An open room knows how far one has read before anybody says so. */
  isOpen?(roomId: string): boolean;
}): Rooms {
  const byId = signal<ReadonlyMap<string, Room> | undefined>();
  /** Rooms of which nothing is known but what an earlier visit left. */
  const remembered = new Set<string>();
  let isAnswered = false;
  const lost = signal<ReadonlySet<string>>(new Set());
  const status = signal<ConnectionStatus>({ state: "connecting" });
  const listeners = new Set<(frame: InboxFrame) => void>();
  const socket = createInboxSocket({
    origin: options.origin,
    userId: options.userId,
    onFrame: (frame) => {
      receive(frame);
      for (const listener of listeners) listener(frame);
    },
    onStatus: (next) => {
      status.value = next;
      if (next.state === "ended") options.onEnded(next.code, next.reason);
    },
  });

  function receive(frame: InboxFrame): void {
    switch (frame.type) {
      case "welcome":
        welcome(frame.rooms);
        break;
      case "room":
        keep(frame.room, true);
        options.onRoom?.(frame.room, true);
        break;
      case "gone":
        lose(frame.roomId);
        break;
      case "mention":
        mentioned(frame.roomId);
        break;
      case "role":
        options.onRole?.();
        break;
    }
  }

  /** Groups that are missing were lost while nobody listened; an answer over HTTP may be older than a group just made. */
  function welcome(rooms: readonly Room[]): void {
    const ids = new Set(rooms.map(({ id }) => id));
    for (const { id, kind } of byId.value?.values() ?? []) if (kind === "group" && !ids.has(id)) lose(id);
    replace(rooms);
    for (const room of rooms) options.onRoom?.(room, false);
  }

  /** What the server has said since this visit began; what is remembered is no match for it. */
  function known(roomId: string): Room | undefined {
    return remembered.has(roomId) ? undefined : byId.value?.get(roomId);
  }

  /** @param asked what was known when the list was asked for: what has become known since is newer */
  function replace(rooms: readonly Room[], asked = byId.value): void {
    const newer = [...(byId.value ?? [])].filter(([id, room]) => !remembered.has(id) && asked?.get(id) !== room);
    byId.value = new Map([...rooms.map((room) => [room.id, withNews(room)] as const), ...newer]);
    remembered.clear();
    isAnswered = true;
    lost.value = new Set([...lost.value].filter((id) => byId.value?.has(id) !== true));
  }

  /** The list may be two seconds behind an open room: what is older does not replace what is newer. */
  function withNews(told: Room): Room {
    const before = known(told.id);
    if (before === undefined) return told;
    // Whoever knows fewer messages knows an earlier mark, which may have gone forth or back since.
    const isBehind = options.isOpen?.(told.id) === true || before.lastSeq > told.lastSeq;
    const { readSeq, mentions } = isBehind ? before : told;
    return withEnd({ ...told, readSeq, mentions }, before);
  }

  function keep(told: Room, isNews = false): void {
    const room = isNews ? withNews(told) : withEnd(told, known(told.id));
    remembered.delete(room.id);
    byId.value = new Map(byId.value ?? []).set(room.id, room);
    if (lost.value.has(room.id)) lost.value = new Set([...lost.value].filter((id) => id !== room.id));
  }

  /** What was never in the list cannot be lost: for somebody who follows a wrong address it is no room at all. */
  function lose(roomId: string): void {
    if (byId.value?.has(roomId) !== true) return;
    byId.value = new Map([...byId.value].filter(([id]) => id !== roomId));
    lost.value = new Set([...lost.value, roomId]);
  }

  function mentioned(roomId: string): void {
    const room = byId.value?.get(roomId);
    // The open one has counted it when the message came.
    if (room !== undefined && options.isOpen?.(roomId) !== true) keep({ ...room, mentions: room.mentions + 1 });
  }

  return {
    list: computed(() => byId.value && [...byId.value.values()].filter(isListed).sort(byActivity)),
    status,
    unread: computed(() => {
      let unread = 0;
      for (const room of byId.value?.values() ?? []) unread += room.muted ? room.mentions : room.unread;
      return unread;
    }),
    get: (roomId) => byId.value?.get(roomId),
    isLost: (roomId) => lost.value.has(roomId),
    note: keep,
    lose,
    restore: (rooms) => {
      if (isAnswered) return;
      const list = new Map(byId.value ?? []);
      for (const room of rooms) {
        if (list.has(room.id)) continue;
        list.set(room.id, room);
        remembered.add(room.id);
      }
      byId.value = list;
    },
    refresh: async () => {
      const asked = byId.value;
      try {
        replace(await options.api.rooms(), asked);
      } catch {
        // The inbox brings the list when it is back; the banner tells that it is not.
      }
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tryNow: socket.tryNow,
    close: socket.close,
  };
}

/** The room with what is known of its end, which never goes back. */
function withEnd(told: Room, known: Room | undefined): Room {
  const lastSeq = Math.max(known?.lastSeq ?? 0, told.lastSeq);
  const lastMessage = laterOf(known?.lastMessage, told.lastMessage);
  return { ...told, lastSeq, lastMessage, unread: Math.max(0, lastSeq - told.readSeq) };
}

/** Of one and the same message, the later state of it: what was edited or deleted does not come back. */
function laterOf(known: Message | undefined, told: Message | undefined): Message | undefined {
  if (known === undefined || told === undefined) return told ?? known;
  return known.seq > told.seq || (known.seq === told.seq && known.rev > told.rev) ? known : told;
}

/** A direct room can be open before it has a message; it is in the list from the first one on. */
function isListed({ kind, lastSeq }: Room): boolean {
  return kind !== "direct" || lastSeq > 0;
}

function byActivity(a: Room, b: Room): number {
  return (b.lastMessage?.at ?? 0) - (a.lastMessage?.at ?? 0) || a.id.localeCompare(b.id);
}
