import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type ChangeCarrier, type Changes, createChanges, type PendingChange } from "../client/changes.ts";

export interface ChangesModel extends Omit<Changes, "items"> {
  items(roomId: string): ReadonlySignal<readonly PendingChange[]>;
}

/** Changes on their way as signals, one for each room that asks. */
export function createChangesModel(carrier: ChangeCarrier): ChangesModel {
  const signals = new Map<string, Signal<readonly PendingChange[]>>();
  const changes = createChanges({
    carrier,
    onChange: (roomId) => {
      const items = signals.get(roomId);
      if (items !== undefined) items.value = changes.items(roomId);
    },
  });
  return {
    ...changes,
    items: (roomId) => {
      const known = signals.get(roomId);
      if (known !== undefined) return known;
      const items = signal(changes.items(roomId));
      signals.set(roomId, items);
      return items;
    },
  };
}
