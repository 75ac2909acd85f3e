/** One device of a person: the client layer as the page uses it, with its outbox, its rooms and its inbox. */
import { type Api, createApi } from "../../web/client/api.ts";
import { ApiError } from "../../web/client/api-error.ts";
import type { Change } from "../../web/client/change.ts";
import { createHttp, type Http } from "../../web/client/http.ts";
import { createInboxSocket } from "../../web/client/inbox-socket.ts";
import { createOutbox } from "../../web/client/outbox.ts";
import type { OutboxStore } from "../../web/client/outbox-store.ts";
import type { InboxFrame, Message } from "../../worker/protocol.ts";
import { createEdits } from "./edits.ts";
import type { View } from "./evidence.ts";
import type { Journal } from "./journal.ts";
import { createSeat, type Seat, type SeatOptions } from "./seat.ts";

export interface DeviceOptions {
  /** Of this person's line. */
  origin: string;
  token: string;
  userId: string;
  /** Outlives the device where that is reloaded, and not where it is lost. */
  store: OutboxStore;
  journal: Journal;
  random: () => number;
}

export interface Device {
  api: Api;
  /** For calls that are not in `api`. */
  http: Http;
  join(room: string, resume?: SeatOptions["resume"]): void;
  /** Queues a message; gives its id. */
  say(room: string, body: string): string;
  /** Edits, deletes or reacts; does nothing while a change before it in that room has no answer. */
  change(room: string, change: Change): void;
  /** Messages and changes without an answer. */
  unsent(): number;
  seat(room: string): Seat | undefined;
  /** Every room has its socket. */
  isConnected(): boolean;
  /** Somebody looks at the screen, or the network is back. */
  tryNow(): void;
  /** Nothing is on its way, every room is connected and shows everything up to its head. */
  isSettled(heads: Map<string, number>): boolean;
  describe(): string;
  views(isFinal: boolean): View[];
  close(): void;
}

// Short of the page's 15 s: a request on a line that went dark is tried again on another.
const ANSWER_WITHIN_MS = 5_000;

export function createDevice({ origin, token, userId, store, journal, random }: DeviceOptions): Device {
  const http = createHttp({ origin, token: () => token, timeoutMs: ANSWER_WITHIN_MS });
  const api = noting(createApi(http), journal);
  const seats = new Map<string, Seat>();
  const outbox = createOutbox({
    userId,
    store,
    random,
    carrier: ({ roomId, id, body }) => api.send(roomId, { id, body }),
    onChange: () => {},
  });
  // Every room that changes is open, and carries them itself.
  const edits = createEdits(journal, () => Promise.reject(new ApiError("unreachable", "the room is not open")));
  const inbox = createInboxSocket({
    origin,
    ticket: () => api.ticket(),
    random,
    onFrame: (frame) => {
      for (const room of roomsIn(frame)) journal.saw(room, "inbox");
    },
    onStatus: () => {},
  });
  // What the device before this one could not send.
  void outbox.refresh().then(() => outbox.wake());

  function came(message: Message): void {
    journal.came(message);
    journal.saw(message.room, "socket");
  }

  const unsentIn = (room: string) => outbox.items(room).length + (edits.isBusy(room) ? 1 : 0);
  const unsent = () => [...seats.keys()].reduce((sum, room) => sum + unsentIn(room), 0);

  return {
    api,
    http,
    join(room, resume) {
      const { changes, wake } = edits;
      const own = { origin, room, userId, api, outbox, changes, random, resume };
      seats.set(room, createSeat({ ...own, onMessage: came, onConnected: wake }));
    },
    say: (room, body) => outbox.send(room, body).id,
    change: edits.make,
    unsent,
    seat: (room) => seats.get(room),
    isConnected: () => [...seats.values()].every((seat) => seat.isConnected()),
    tryNow() {
      outbox.wake();
      edits.wake();
      inbox.tryNow();
      for (const seat of seats.values()) seat.tryNow();
    },
    isSettled: (heads) =>
      unsent() === 0 && [...seats].every(([room, seat]) => seat.isConnected() && seat.isWhole(heads.get(room) ?? 0)),
    describe: () =>
      [...seats]
        .map(([room, seat]) => {
          const ended = seat.ended() === undefined ? "" : ` ended with ${seat.ended()}`;
          const state = seat.isConnected() ? "connected" : `not connected${ended}`;
          return `${room} ${state} at ${seat.headSeq()} with ${unsentIn(room)} unsent`;
        })
        .join(", "),
    views: (isFinal) => Array.from(seats.values(), (seat) => seat.view(isFinal)),
    close() {
      outbox.close();
      edits.close();
      inbox.close();
      for (const seat of seats.values()) seat.close();
    },
  };
}

/** Over HTTP the answer itself is the acknowledgement. */
function noting(api: Api, journal: Journal): Api {
  return {
    ...api,
    async send(room, input) {
      const message = await api.send(room, input);
      journal.came(message);
      return message;
    },
  };
}

function roomsIn(frame: InboxFrame): string[] {
  switch (frame.type) {
    case "welcome":
      return frame.rooms.map(({ id }) => id);
    case "room":
      return [frame.room.id];
    case "gone":
    case "mention":
      return [frame.roomId];
    case "role":
      return [];
  }
}
