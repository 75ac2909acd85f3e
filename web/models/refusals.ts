import { type ReadonlySignal, signal } from "@preact/signals";
import type { ApiError } from "../client/api-error.ts";
import { isTimeout } from "../client/outbox.ts";

/** Until when one cannot write, as the answers to what one wrote have it. */
export interface Refusals {
  /** ms since the epoch: by room where the room is slow, and by "" for the timeout that a moderator gave, which is for all rooms. */
  until: ReadonlySignal<ReadonlyMap<string, number>>;
  note(roomId: string, error: ApiError): void;
}

export function createRefusals(now: () => number = Date.now): Refusals {
  const until = signal<ReadonlyMap<string, number>>(new Map());
  return {
    until,
    note: (roomId, error) => {
      if (error.retryAfterMs === undefined) return;
      until.value = new Map(until.peek()).set(isTimeout(error) ? "" : roomId, now() + error.retryAfterMs);
    },
  };
}
