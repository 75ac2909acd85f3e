import { signal } from "@preact/signals";

/** How many reports wait, as far as they were counted: of more than `MOST_COUNTED` it is known that there are more. */
export const openReports = signal(0);

/** One page; it is asked for when the page is opened or looked at again, not all the time. */
export const MOST_COUNTED = 50;

export function noteOpenReports(count: number, hasMore: boolean): void {
  openReports.value = hasMore ? MOST_COUNTED + 1 : count;
}
