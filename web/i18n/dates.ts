import { locale } from "./translate.ts";

const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });
const longDate = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const longDateWithYear = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
const weekday = new Intl.DateTimeFormat(locale, { weekday: "short" });
const shortDate = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const shortDateWithYear = new Intl.DateTimeFormat(locale, { dateStyle: "short" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** All take milliseconds since the epoch, and speak of the reader's own time zone. */
export function timeOf(at: number): string {
  return time.format(at);
}

export function exactTimeOf(at: number): string {
  return exact.format(at);
}

export function dateOf(at: number): string {
  return longDateWithYear.format(at);
}

/** Today, Yesterday, or the date. */
export function dayOf(at: number, now = Date.now()): string {
  const days = daysAgo(at, now);
  if (days === 0 || days === 1) return capitalised(relative.format(-days, "day"));
  return (isSameYear(at, now) ? longDate : longDateWithYear).format(at);
}

/** As short as it can be said: the time today, then the weekday, then the date. */
export function shortTimeOf(at: number, now = Date.now()): string {
  const days = daysAgo(at, now);
  if (days <= 0) return time.format(at);
  if (days < 7) return weekday.format(at);
  return (isSameYear(at, now) ? shortDate : shortDateWithYear).format(at);
}

function daysAgo(at: number, now: number): number {
  const midnight = (moment: number) => new Date(moment).setHours(0, 0, 0, 0);
  // Rounded: a day with a change of the clocks has 23 or 25 hours.
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}

function isSameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}
