import { signal } from "@preact/signals";

/** A refused message that goes back to the composer of its room. */
export const editing = signal<{ roomId: string; text: string } | undefined>(undefined);
