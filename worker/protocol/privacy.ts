/** What of one's doings others are told. It stands in one's settings, and the server keeps to it. */
import * as v from "valibot";

const shown = v.optional(v.boolean());
/** What is not named is told. */
export const PrivacyInput = v.object({ receipts: shown, typing: shown, presence: shown });

export const Privacy = v.object({
  /** How far one has read; who does not tell that is not told it of others either. */
  receipts: v.boolean(),
  /** That one is writing. */
  typing: v.boolean(),
  /** That one is here. */
  presence: v.boolean(),
});
export type Privacy = v.InferOutput<typeof Privacy>;

/** As long as somebody has not said otherwise. */
export const OPEN: Privacy = { receipts: true, typing: true, presence: true };

/** What somebody's settings say about it; what makes no sense there hides nothing, as it could not have been set. */
export function privacyIn(settings: Record<string, unknown>): Privacy {
  const parsed = v.safeParse(PrivacyInput, settings["privacy"]);
  if (!parsed.success) return OPEN;
  const { receipts = true, typing = true, presence = true } = parsed.output;
  return { receipts, typing, presence };
}
