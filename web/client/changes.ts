import { asApiError } from "./api-error.ts";
import type { Change } from "./change.ts";
import { newClientId } from "./client-id.ts";

/** A change that nobody has confirmed yet; with a `failure` it is one that did not happen. */
export interface PendingChange {
  /** Tells the answer to this one from others. */
  ref: string;
  roomId: string;
  change: Change;
  /** When it was made here; milliseconds since the epoch. */
  madeAt: number;
  /** The server's code, or `unreachable`. */
  failure?: { code: string; detail: string };
}

/** Carries a change to the server, and resolves when it has happened and can be seen. Rejects with `ApiError`. */
export type ChangeCarrier = (pending: PendingChange) => Promise<unknown>;

/**
 * Edits, deletes and reactions on their way: shown at once, gone from here when the room shows them too, kept with the
 * reason when they were refused.
 *
 * They are not kept for later like messages: what one wanted to change may look different tomorrow. Without a
 * connection they are refused, and can be tried again by whoever wanted them.
 */
export interface Changes {
  /** In the order in which they were made; of all rooms where none is named. */
  items(roomId?: string): readonly PendingChange[];
  /** Sets a change on its way. One that was refused before, of the same thing, is forgotten. */
  make(roomId: string, change: Change): void;
  retry(ref: string): void;
  /** Forgets a change that was refused. */
  dismiss(ref: string): void;
  /** From here on this room's changes go this way; call what it returns to go back to HTTP. */
  attach(roomId: string, carrier: ChangeCarrier): () => void;
}

export function createChanges(options: {
  /** How changes travel when the room has no carrier of its own. */
  carrier: ChangeCarrier;
  /** After every change of `items`. */
  onChange(roomId: string): void;
  now?: () => number;
}): Changes {
  const now = options.now ?? Date.now;
  const carriers = new Map<string, ChangeCarrier>();
  const busy = new Set<string>();
  let items: readonly PendingChange[] = [];

  function put(next: readonly PendingChange[], roomId: string): void {
    items = next;
    options.onChange(roomId);
  }

  /** One at a time for each message: the answer to the second would not be told from the answer to the first. */
  async function run(roomId: string, seq: number): Promise<void> {
    const place = `${roomId}/${seq}`;
    if (busy.has(place)) return;
    busy.add(place);
    for (let next = first(roomId, seq); next !== undefined; next = first(roomId, seq)) await settle(next);
    busy.delete(place);
  }

  const first = (roomId: string, seq: number) =>
    items.find((item) => item.roomId === roomId && item.change.seq === seq && item.failure === undefined);

  async function settle(pending: PendingChange): Promise<void> {
    const { ref, roomId } = pending;
    try {
      await (carriers.get(roomId) ?? options.carrier)(pending);
      put(
        items.filter((item) => item.ref !== ref),
        roomId,
      );
    } catch (thrown) {
      const { code, detail } = asApiError(thrown);
      put(
        items.map((item) => (item.ref === ref ? { ...item, failure: { code, detail } } : item)),
        roomId,
      );
    }
  }

  return {
    items: (roomId) => items.filter((item) => roomId === undefined || item.roomId === roomId),
    make: (roomId, change) => {
      const rest = items.filter((item) => item.failure === undefined || !isAbout(item, roomId, change));
      put([...rest, { ref: newClientId(), roomId, change, madeAt: now() }], roomId);
      void run(roomId, change.seq);
    },
    retry: (ref) => {
      const failed = items.find((item) => item.ref === ref);
      if (failed?.failure === undefined) return;
      const { failure: _, ...again } = failed;
      put([...items.filter((item) => item !== failed), again], failed.roomId);
      void run(failed.roomId, failed.change.seq);
    },
    dismiss: (ref) => {
      const failed = items.find((item) => item.ref === ref);
      if (failed?.failure === undefined) return;
      put(
        items.filter((item) => item !== failed),
        failed.roomId,
      );
    },
    attach: (roomId, carrier) => {
      carriers.set(roomId, carrier);
      return () => {
        if (carriers.get(roomId) === carrier) carriers.delete(roomId);
      };
    },
  };
}

function isAbout({ roomId: itemRoomId, change: old }: PendingChange, roomId: string, change: Change): boolean {
  if (itemRoomId !== roomId || old.seq !== change.seq || old.kind !== change.kind) return false;
  return old.kind !== "react" || change.kind !== "react" || old.emoji === change.emoji;
}
