import { durationOf } from "../i18n/durations.ts";
import { t } from "../i18n/translate.ts";

/** Seconds between two messages of one person; another number may have been set elsewhere. */
const WAITS = [0, 5, 10, 30, 60, 300, 900, 3_600, 21_600];

/** `name` says more than the label that is seen, where there are several. */
export function SlowChoice(props: { label: string; name?: string; value: number; onValue(seconds: number): void }) {
  const { label, name, value, onValue } = props;
  const waits = WAITS.includes(value) ? WAITS : [...WAITS, value].toSorted((a, b) => a - b);
  return (
    <label class="invite-choice">
      <span>{label}</span>
      <select
        class="select"
        aria-label={name}
        value={value}
        onChange={({ currentTarget }) => onValue(Number(currentTarget.value))}
      >
        {waits.map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds === 0 ? t("limits.off") : durationOf(seconds)}
          </option>
        ))}
      </select>
    </label>
  );
}
