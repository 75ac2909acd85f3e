import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createOutbox, type Outbox, type OutboxItem, type OutboxOptions } from "../client/outbox.ts";

export interface OutboxModel extends Omit<Outbox, "items"> {
  items(roomId: string): ReadonlySignal<readonly OutboxItem[]>;
}

export interface TabsOptions {
  /** Called after a change that other tabs of this person should see. */
  tell(roomId: string): void;
}

/** The outbox as signals, one for each room that asks. */
export function createOutboxModel(options: Omit<OutboxOptions, "onChange"> & TabsOptions): OutboxModel {
  const signals = new Map<string, Signal<readonly OutboxItem[]>>();
  const outbox = createOutbox({
    ...options,
    onChange: (roomId, isOwn) => {
      const items = signals.get(roomId);
      if (items !== undefined) items.value = outbox.items(roomId);
      if (isOwn) options.tell(roomId);
    },
  });
  return {
    ...outbox,
    items: (roomId) => {
      const known = signals.get(roomId);
      if (known !== undefined) return known;
      const items = signal(outbox.items(roomId));
      signals.set(roomId, items);
      return items;
    },
  };
}
