import { exactTimeOf, timeOf } from "../i18n/dates.ts";

/** The time of the day; whoever points at it is told the day and the second, too. */
export function Time({ at, class: className }: { at: number; class: string }) {
  return (
    <time class={className} dateTime={new Date(at).toISOString()} title={exactTimeOf(at)}>
      {timeOf(at)}
    </time>
  );
}
