import { signal } from "@preact/signals";
import { createOutbox, type Outbox, type OutboxItem, type OutboxOptions } from "../client/outbox.ts";

export interface TabsOptions {
  /** Called after a change that other tabs of this person should see. */
  tell(roomId: string): void;
}

/** The outbox, whose items are followed where they are asked in a computation or while drawing. */
export function createOutboxModel(options: Omit<OutboxOptions, "onChange"> & TabsOptions): Outbox {
  const items = signal<readonly OutboxItem[]>([]);
  const outbox = createOutbox({
    ...options,
    onChange: (roomId, isOwn) => {
      items.value = outbox.items();
      if (isOwn) options.tell(roomId);
    },
  });
  return {
    ...outbox,
    items: (roomId) => items.value.filter((item) => roomId === undefined || item.roomId === roomId),
  };
}
