import { type Signal, signal } from "@preact/signals";

/** Which messages somebody is at, by the keys of their rows. `RowGestures` tells; the timeline shows. */
export interface RowMarks {
  /** What the mouse points at. */
  pointed: Signal<string | undefined>;
  /** What had the focus last. */
  focused: Signal<string | undefined>;
  /** Whether it still has. */
  hasFocus: Signal<boolean>;
}

export function createRowMarks(): RowMarks {
  return { pointed: signal(undefined), focused: signal(undefined), hasFocus: signal(false) };
}
