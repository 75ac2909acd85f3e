/** Changes as somebody insists on them: one at a time in each room, and again for as long as nobody knows what came of it. */
import { isTemporary } from "../../web/client/api-error.ts";
import type { Change } from "../../web/client/change.ts";
import { type ChangeCarrier, type Changes, createChanges } from "../../web/client/changes.ts";
import { ERROR_CODES } from "../../worker/protocol.ts";
import type { ChangeAttempt } from "./evidence.ts";
import type { Journal } from "./journal.ts";

export interface Edits {
  /** For the rooms of this device. */
  changes: Changes;
  isBusy(room: string): boolean;
  /** Does nothing while a change before it in that room has no answer. */
  make(room: string, change: Change): void;
  /** There is a connection again. */
  wake(): void;
  close(): void;
}

// As long as it takes to see that it did not work and to press the button.
const AGAIN_AFTER_MS = 1_000;

/** @param carrier for rooms that have none of their own */
export function createEdits(journal: Journal, carrier: ChangeCarrier): Edits {
  const open = new Map<string, ChangeAttempt>();
  const changes = createChanges({ carrier, onChange: look });
  const timer = setInterval(wake, AGAIN_AFTER_MS);

  const itemOf = (room: string, attempt: ChangeAttempt) =>
    changes.items(room).find(({ change }) => change === attempt.change);

  /** What has left the list was done; what was refused for good is taken off it. */
  function look(room: string): void {
    const attempt = open.get(room);
    if (!attempt) return;
    const item = itemOf(room, attempt);
    const code = item?.failure?.code;
    if (item && (code === undefined || isOpen(code))) return;
    open.delete(room);
    attempt.outcome = ERROR_CODES.find((known) => known === code) ?? "done";
    if (item) changes.dismiss(item.ref);
  }

  function wake(): void {
    for (const [room, attempt] of open) {
      const item = itemOf(room, attempt);
      if (item?.failure) changes.retry(item.ref);
    }
  }

  return {
    changes,
    isBusy: (room) => open.has(room),
    make(room, change) {
      if (open.has(room)) return;
      open.set(room, journal.changing(room, change));
      changes.make(room, change);
    },
    wake,
    close: () => clearInterval(timer),
  };
}

/** It may have happened or not: doing it again is the same. */
function isOpen(code: string): boolean {
  return code === "unreachable" || ERROR_CODES.some((known) => known === code && isTemporary(known));
}
