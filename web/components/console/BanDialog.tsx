import type { Purge } from "../../client/staff-api.ts";
import { t } from "../../i18n/translate.ts";
import { type Asking, ReasonDialog } from "./ReasonDialog.tsx";

type Kind = "ban" | "purge";
const CHOICES: Record<Kind, readonly [Purge, ...Purge[]]> = { ban: ["none", "day", "all"], purge: ["day", "all"] };

/** Before somebody is put out, or only what they wrote is taken out. */
export function BanDialog({ act, ...asking }: { kind: Kind } & Asking<{ purge: Purge; reason: string }>) {
  return (
    <ReasonDialog
      {...asking}
      choices={CHOICES[asking.kind]}
      say={(purge) => t(`purge.${purge}`)}
      act={({ choice, reason }) => act({ purge: choice, reason })}
    />
  );
}
