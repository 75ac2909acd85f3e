import { exactTimeOf, timeOf } from "./dates.ts";
import { locale } from "./translate.ts";

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "30 seconds", "5 minutes", "1 week" is "7 days": in the largest unit of which it is a whole number. */
export function durationOf(seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds > 0 && seconds % each === 0) ?? (["second", 1] as const);
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).format(seconds / size);
}

// From here on the larger unit is exact enough for whoever waits.
const ROUNDED_FROM = 1.5;

/** How long something still lasts, rounded up to a unit that one can make something of: "6 hours", "2 minutes", "90 seconds". */
export function leftOf(seconds: number): string {
  const [, size] = UNITS.find(([, each]) => seconds > each * ROUNDED_FROM) ?? [undefined, 1];
  return durationOf(Math.ceil(seconds / size) * size);
}

/** Until when something lasts, milliseconds since the epoch: the time alone where that is today, else with its day. */
export function endOf(at: number, now = Date.now()): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? timeOf(at) : exactTimeOf(at);
}
