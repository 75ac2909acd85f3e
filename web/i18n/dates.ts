import { computed, signal } from "@preact/signals";
import { locale } from "./translate.ts";

/** How the time of the day is written: as is usual in the language and region, or by 12 or 24 hours. */
export type Clock = "language" | "h12" | "h23";

const clock = signal<Clock>("language");

export function setClock(choice: Clock): void {
  clock.value = choice;
}

const formats = computed(() => {
  const tongue = locale();
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tongue, options);
  const hourCycle = clock.value === "language" ? undefined : clock.value;
  return {
    time: date({ hour: "numeric", minute: "2-digit", hourCycle }),
    exact: date({ dateStyle: "full", timeStyle: "medium", hourCycle }),
    longDate: date({ weekday: "long", day: "numeric", month: "long" }),
    longDateWithYear: date({ dateStyle: "long" }),
    weekday: date({ weekday: "short" }),
    shortDate: date({ day: "numeric", month: "short" }),
    shortDateWithYear: date({ dateStyle: "short" }),
    relative: new Intl.RelativeTimeFormat(tongue, { numeric: "auto" }),
  };
});

/** All take milliseconds since the epoch, and speak of the reader's own time zone. */
export function timeOf(at: number): string {
  return formats.value.time.format(at);
}

export function exactTimeOf(at: number): string {
  return formats.value.exact.format(at);
}

export function dateOf(at: number): string {
  return formats.value.longDateWithYear.format(at);
}

/** Today, Yesterday, or the date. */
export function dayOf(at: number, now = Date.now()): string {
  const days = daysAgo(at, now);
  if (days === 0 || days === 1) return capitalised(formats.value.relative.format(-days, "day"));
  const { longDate, longDateWithYear } = formats.value;
  return (isSameYear(at, now) ? longDate : longDateWithYear).format(at);
}

/** As short as it can be said: the time today, then the weekday, then the date. */
export function shortTimeOf(at: number, now = Date.now()): string {
  const days = daysAgo(at, now);
  if (days <= 0) return formats.value.time.format(at);
  if (days < 7) return formats.value.weekday.format(at);
  const { shortDate, shortDateWithYear } = formats.value;
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
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}
