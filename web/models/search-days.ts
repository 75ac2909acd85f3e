/** A day as people type it into a search. */
export interface Day {
  /** ms since the epoch, in the reader's own time zone: the first moment of the day, and the first one after it. */
  start: number;
  end: number;
}

export const NAMED_DAYS = ["today", "yesterday"] as const;

/** `2026-01-31`, `today` or `yesterday`; `undefined` for anything else, days among it that no calendar has. */
export function parseDay(text: string, now: number): Day | undefined {
  const word = text.toLowerCase();
  const today = new Date(now);
  if (word === "today") return dayOf(today.getFullYear(), today.getMonth(), today.getDate());
  if (word === "yesterday") return dayOf(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(word) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const found = dayOf(Number(year), Number(month) - 1, Number(day));
  // The 30th of February is a day in March.
  const meant = new Date(found.start);
  return meant.getMonth() + 1 === Number(month) && meant.getDate() === Number(day) ? found : undefined;
}

/** Whether the text could become a day if one typed on. */
export function mayBecomeDay(text: string): boolean {
  const word = text.toLowerCase();
  return /^\d{0,4}$|^\d{4}-\d?$|^\d{4}-\d\d-?\d?$/.test(word) || NAMED_DAYS.some((name) => name.startsWith(word));
}

function dayOf(year: number, month: number, day: number): Day {
  return { start: midnight(year, month, day), end: midnight(year, month, day + 1) };
}

function midnight(year: number, month: number, day: number): number {
  const date = new Date(2000, 0, 1);
  // The constructor takes a year below 100 for one of the last century.
  date.setFullYear(year, month, day);
  return date.setHours(0, 0, 0, 0);
}
