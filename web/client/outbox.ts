import type { Message } from "../../worker/protocol.ts";
import { type ApiError, asApiError, isTemporary } from "./api-error.ts";
import { newClientId } from "./client-id.ts";
import type { OutboxEntry, OutboxFailure, OutboxStore } from "./outbox-store.ts";
import { createPause, type Pause } from "./pause.ts";

/**
 * Carries one message to the server and resolves with what was stored.
 *
 * It rejects with `ApiError`; `unreachable` where it is not known whether the message arrived.
 */
export type Carrier = (entry: OutboxEntry) => Promise<Message>;

export interface OutboxOptions {
  /** Whose messages these are: an id alone could be somebody else's. */
  userId: string;
  store: OutboxStore;
  /** How messages travel when the room has no carrier of its own: over HTTP. */
  carrier: Carrier;
  /** Runs `job` while nobody else, in no other tab, runs one of the same name. */
  exclusively?: <T>(name: string, job: () => Promise<T>) => Promise<T>;
  /** After every change, with the room that it concerns; to tell other tabs, `isOwn` is true. */
  onChange(roomId: string, isOwn: boolean): void;
  /** The server would not have a message, or not yet: then `retryAfterMs` says when. */
  onRefused?(roomId: string, error: ApiError): void;
  /** A message has arrived: nothing keeps one from writing there any more. */
  onArrived?(roomId: string): void;
  now?: () => number;
  random?: () => number;
}

export interface OpenRoom {
  carrier: Carrier;
  /** The server has a message, also one that had left before the room was opened. It is not among the items much longer. */
  take(message: Message): void;
}

/** `sending` means that the entry is on its way right now, from here. */
export type OutboxItem = OutboxEntry & { state: "queued" | "sending" | "failed" };

/**
 * Messages on their way: shown at once, kept until the server has them, sent one at a time for each room in the order
 * in which they were written, again and again with the same id until there is an answer.
 */
export interface Outbox {
  /** What is not acknowledged, in order; of all rooms where none is named. */
  items(roomId?: string): readonly OutboxItem[];
  /** Queues a message; it is on its way when this returns. `body` is 1 to 4,000 code points, trimmed. */
  send(roomId: string, body: string, replyTo?: number): OutboxEntry;
  /** A message came back, over whichever way: it is stored. Messages of others do no harm here. */
  acknowledge(message: Message): void;
  /** Sends a failed message again. */
  retry(id: string): void;
  /** Takes a message out; what is on its way already may arrive nevertheless. */
  discard(id: string): void;
  /** This room is open, until what it returns is called: from here on its messages go its way. */
  attach(roomId: string, room: OpenRoom): () => void;
  /** The network is back, or somebody is waiting: try now. */
  wake(): void;
  /** Another tab changed the store. */
  refresh(): Promise<void>;
  /** Stops sending; everything stays in the store. */
  close(): void;
}

// The server knows an id for 24 hours; sending it again after that could store it twice.
const GIVES_UP_AFTER_MS = 24 * 60 * 60 * 1000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export function createOutbox(options: OutboxOptions): Outbox {
  const { store } = options;
  const now = options.now ?? Date.now;
  const random = options.random ?? Math.random;
  const exclusively = options.exclusively ?? ((_name, job) => job());
  const open = new Map<string, OpenRoom>();
  const pauses = new Map<string, Pause>();
  const sending = new Set<string>();
  // Not in the store yet: a list that is read meanwhile must not lose them.
  const unwritten = new Set<string>();
  // Settled here: a list that is read while the store still removes them must not bring them back.
  const settled = new Set<string>();
  let entries: OutboxEntry[] = [];
  let isClosed = false;

  const find = (id: string) => entries.find((entry) => entry.id === id);
  const head = (roomId: string) => entries.find((entry) => entry.roomId === roomId && entry.failure === undefined);

  /** The store is asked after memory has changed: where it fails, this session still sends what it was given. */
  function keep(change: Promise<unknown>, roomId: string): Promise<void> {
    options.onChange(roomId, false);
    return change.then(
      () => options.onChange(roomId, true),
      () => undefined,
    );
  }

  /** Where the store refuses (private windows, a full disk), what it has is not what is so: then it stays in `unwritten`, in memory. */
  function write({ id, roomId }: OutboxEntry, written: Promise<void>): Promise<void> {
    unwritten.add(id);
    return keep(
      written.then(() => unwritten.delete(id)),
      roomId,
    );
  }

  function drop(entry: OutboxEntry): Promise<void> {
    entries = entries.filter(({ id }) => id !== entry.id);
    settled.add(entry.id);
    unwritten.delete(entry.id);
    return keep(store.remove(entry.id), entry.roomId);
  }

  function arrived(entry: OutboxEntry): Promise<void> {
    options.onArrived?.(entry.roomId);
    return drop(entry);
  }

  function replace(entry: OutboxEntry): Promise<void> {
    entries = entries.map((old) => (old.id === entry.id ? entry : old));
    return write(entry, store.update(entry));
  }

  const fail = (entry: OutboxEntry, failure: OutboxFailure) => replace({ ...entry, failure });

  /** One loop for each room, and only while it has something to send. */
  async function drain(roomId: string): Promise<void> {
    if (pauses.has(roomId)) return;
    const pause = createPause();
    pauses.set(roomId, pause);
    let failures = 0;
    while (!isClosed && head(roomId) !== undefined) {
      const refusal = await takeTurn(roomId);
      failures = refusal === undefined ? 0 : failures + 1;
      if (refusal !== undefined && !isClosed) await pause.wait(pauseAfter(refusal, failures));
    }
    pauses.delete(roomId);
  }

  async function takeTurn(roomId: string): Promise<ApiError | undefined> {
    try {
      return await exclusively(roomId, () => sendNext(roomId));
    } catch (thrown) {
      // Another tab took our turn, because the system froze this one for a while: it is our turn again later.
      return asApiError(thrown);
    }
  }

  /** Sends the first message of a room; answers why it has to be tried again, if it has to. */
  async function sendNext(roomId: string): Promise<ApiError | undefined> {
    // Another tab may have sent it while we waited for our turn.
    await refresh();
    const entry = head(roomId);
    if (entry === undefined || isClosed) return undefined;
    if (now() - entry.queuedAt > GIVES_UP_AFTER_MS) {
      await fail(entry, { code: "expired", detail: "not sent within 24 hours" });
      return undefined;
    }
    sending.add(entry.id);
    options.onChange(roomId, false);
    try {
      const message = await (open.get(roomId)?.carrier ?? options.carrier)(entry);
      open.get(roomId)?.take(message);
      if (find(entry.id) !== undefined) await arrived(entry);
      return undefined;
    } catch (thrown) {
      return await refused(entry, asApiError(thrown));
    } finally {
      sending.delete(entry.id);
      options.onChange(roomId, false);
    }
  }

  async function refused(entry: OutboxEntry, error: ApiError): Promise<ApiError | undefined> {
    if (find(entry.id) === undefined) return undefined;
    options.onRefused?.(entry.roomId, error);
    // Signed out is about the session, not about the message: it waits for its owner.
    if (isTemporary(error.code) || error.code === "unauthenticated") return error;
    await fail(entry, { code: isTimeout(error) ? "timed_out" : error.code, detail: error.detail });
    return undefined;
  }

  function pauseAfter(refusal: ApiError, failures: number): number {
    if (refusal.retryAfterMs !== undefined) return refusal.retryAfterMs;
    return (0.5 + random() / 2) * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  }

  async function refresh(): Promise<void> {
    let kept: OutboxEntry[];
    try {
      kept = await store.list();
    } catch {
      return;
    }
    const rooms = new Set([...entries, ...kept].map(({ roomId }) => roomId));
    entries = [
      ...kept.filter(({ id }) => !settled.has(id) && !unwritten.has(id)),
      ...entries.filter(({ id }) => unwritten.has(id)),
    ];
    for (const roomId of rooms) options.onChange(roomId, false);
  }

  return {
    items: (roomId) =>
      entries
        .filter((entry) => roomId === undefined || entry.roomId === roomId)
        .map((entry) => ({ ...entry, state: stateOf(entry, sending.has(entry.id)) })),
    send: (roomId, body, replyTo) => {
      const entry: OutboxEntry = { id: newClientId(), roomId, body, replyTo, queuedAt: now() };
      entries = [...entries, entry];
      void write(entry, store.add(entry)).then(() => drain(roomId));
      return entry;
    },
    acknowledge: ({ id, room, from }) => {
      const entry = find(id);
      if (entry !== undefined && entry.roomId === room && from.id === options.userId) void arrived(entry);
    },
    retry: (id) => {
      const entry = find(id);
      if (entry === undefined) return;
      const { failure: _, ...again } = entry;
      void replace({ ...again, queuedAt: now() }).then(() => drain(entry.roomId));
    },
    discard: (id) => {
      const entry = find(id);
      if (entry !== undefined) void drop(entry);
    },
    attach: (roomId, room) => {
      open.set(roomId, room);
      pauses.get(roomId)?.skip();
      return () => {
        if (open.get(roomId) === room) open.delete(roomId);
      };
    },
    wake: () => {
      for (const pause of pauses.values()) pause.skip();
      for (const { roomId } of entries) void drain(roomId);
    },
    refresh,
    close: () => {
      isClosed = true;
      for (const pause of pauses.values()) pause.skip();
    },
  };
}

/** A moderator's, not the network's: it is the one thing that is forbidden until a certain time. */
export function isTimeout({ code, retryAfterMs }: ApiError): boolean {
  return code === "forbidden" && retryAfterMs !== undefined;
}

function stateOf(entry: OutboxEntry, isSending: boolean): OutboxItem["state"] {
  if (entry.failure !== undefined) return "failed";
  return isSending ? "sending" : "queued";
}
