import { type ReadonlySignal, signal } from "@preact/signals";
import type { ApiError } from "../client/api-error.ts";
import { isTimeout } from "../client/outbox.ts";

/** Until when one cannot write, as the answers to what one wrote have it. */
export interface Refusals {
  /** ms since the epoch: by room where the room is slow, and by "" for the timeout that a moderator gave, which is for all rooms. */
  until: ReadonlySignal<Readonly<Record<string, number>>>;
  note(roomId: string, error: ApiError): void;
  /** A message went through: a timeout was lifted, or the room is not slow any more. */
  forget(roomId: string): void;
}

export function createRefusals(now: () => number = Date.now): Refusals {
  const until = signal<Readonly<Record<string, number>>>({});
  return {
    until,
    note: (roomId, error) => {
      const { retryAfterMs = 0 } = error;
      if (retryAfterMs > 0) until.value = { ...until.peek(), [isTimeout(error) ? "" : roomId]: now() + retryAfterMs };
    },
    forget: (roomId) => {
      until.value = { ...until.peek(), "": 0, [roomId]: 0 };
    },
  };
}
