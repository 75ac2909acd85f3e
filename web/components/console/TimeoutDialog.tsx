import { durationOf } from "../../i18n/durations.ts";
import { type Asking, ReasonDialog } from "./ReasonDialog.tsx";

const MINUTE_MS = 60_000;
/** How long somebody may be kept from writing, to choose from. */
const TIMEOUTS_MS = [5 * MINUTE_MS, 60 * MINUTE_MS, 24 * 60 * MINUTE_MS, 7 * 24 * 60 * MINUTE_MS] as const;

/** Before somebody is kept from writing for a while. */
export function TimeoutDialog({ act, ...asking }: Asking<{ forMs: number; reason: string }>) {
  return (
    <ReasonDialog<number>
      {...asking}
      kind="timeout"
      choices={TIMEOUTS_MS}
      say={(forMs) => durationOf(forMs / 1_000)}
      act={({ choice, reason }) => act({ forMs: choice, reason })}
    />
  );
}
