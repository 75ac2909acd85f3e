import { signal } from "@preact/signals";

/** What stands over the whole page, wherever it was asked for. */
export const overlay = signal<"switcher" | "shortcuts" | undefined>(undefined);
