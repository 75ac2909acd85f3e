import { durationOf } from "../../i18n/durations.ts";

const MINUTE_MS = 60_000;

/** How long somebody may be kept from writing, to choose from: ms. */
export const TIMEOUTS = [5 * MINUTE_MS, 60 * MINUTE_MS, 24 * 60 * MINUTE_MS, 7 * 24 * 60 * MINUTE_MS];

export function timeoutText(forMs: number): string {
  return durationOf(forMs / 1_000);
}
