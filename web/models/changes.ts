import { signal } from "@preact/signals";
import { type ChangeCarrier, type Changes, createChanges, type PendingChange } from "../client/changes.ts";

/** Changes on their way, followed where they are asked in a computation or while drawing. */
export function createChangesModel(carrier: ChangeCarrier): Changes {
  const items = signal<readonly PendingChange[]>([]);
  const changes = createChanges({
    carrier,
    onChange: () => {
      items.value = changes.items();
    },
  });
  return {
    ...changes,
    items: (roomId) => items.value.filter((item) => roomId === undefined || item.roomId === roomId),
  };
}
