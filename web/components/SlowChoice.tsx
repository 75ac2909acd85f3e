import { durationOf } from "../i18n/durations.ts";
import { t } from "../i18n/translate.ts";

/** Seconds between two messages of one person; another number may have been set elsewhere. */
const WAITS = [0, 5, 10, 30, 60, 300, 900, 3_600, 21_600];

export function SlowChoice(props: { label: string; value: number; isBare?: boolean; onValue(seconds: number): void }) {
  const { label, value, isBare = false, onValue } = props;
  const waits = WAITS.includes(value) ? WAITS : [...WAITS, value].toSorted((a, b) => a - b);
  return (
    <label class="invite-choice">
      <span class={isBare ? "visually-hidden" : undefined}>{label}</span>
      <select class="select" value={value} onChange={({ currentTarget }) => onValue(Number(currentTarget.value))}>
        {waits.map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds === 0 ? t("limits.off") : durationOf(seconds)}
          </option>
        ))}
      </select>
    </label>
  );
}
