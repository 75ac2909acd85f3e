import { useState } from "preact/hooks";
import type { Me, PersonRecord, ResetLinkAnswer, Role } from "../../../worker/protocol.ts";
import { exactTimeOf } from "../../i18n/dates.ts";
import { t, tParts } from "../../i18n/translate.ts";
import { addresses } from "../../models/addresses.ts";
import { nameOf } from "../../models/names.ts";
import { isAbove } from "../../models/ranks.ts";
import { ConfirmDialog } from "../ConfirmDialog.tsx";
import { FormFault } from "../FormFault.tsx";
import { useAttempt } from "../use-attempt.ts";
import { CopyField } from "./CopyField.tsx";
import { useStaff } from "./use-staff.ts";

const ROLES = ["member", "moderator", "admin"] as const satisfies readonly Role[];
type GivenRole = (typeof ROLES)[number];

/** What only administrators do: somebody's role, and a way back to an account whose password is lost. */
export function PersonKeys({ person, me, onDone }: { person: PersonRecord; me: Me; onDone(): Promise<void> }) {
  const staff = useStaff();
  const attempt = useAttempt();
  const [link, setLink] = useState<ResetLinkAnswer>();
  const [asking, setAsking] = useState<GivenRole>();
  async function setRole(role: GivenRole): Promise<void> {
    setAsking(undefined);
    if (!(await attempt.run(() => staff.setRole(person.id, role), t("console.saved")))) return;
    // It ends with the role.
    setLink(undefined);
    await onDone();
  }
  return (
    <>
      <label class="invite-choice">
        <span>{t("consolePeople.role")}</span>
        <select
          class="select"
          value={person.role}
          onChange={({ currentTarget }) => {
            const role = ROLES.find((each) => each === currentTarget.value);
            // What is shown follows the answer, not the choice: it is asked about first.
            currentTarget.value = person.role;
            setAsking(role);
          }}
        >
          {ROLES.filter((role) => isAbove(me, { role })).map((role) => (
            <option key={role} value={role}>
              {t(`role.${role}`)}
            </option>
          ))}
        </select>
      </label>
      {asking !== undefined && (
        <ConfirmDialog
          title={tParts("role.ask.title", { name: <bdi>{nameOf(person)}</bdi>, role: <>{t(`role.${asking}`)}</> })}
          keep={t("console.cancel")}
          go={t("role.ask.go")}
          onKeep={() => setAsking(undefined)}
          onGo={() => void setRole(asking)}
        >
          {t(`role.${asking}.body`)}
        </ConfirmDialog>
      )}
      <div>
        <button
          type="button"
          class="button"
          aria-busy={attempt.isBusy}
          onClick={() =>
            void attempt.run(async () => setLink(await staff.makeResetLink(person.id)), t("resetLink.made"))
          }
        >
          {t("resetLink.make")}
        </button>
        <p class="field-hint">{t("resetLink.body")}</p>
      </div>
      <FormFault text={attempt.fault} />
      {link !== undefined && (
        <div>
          <CopyField
            key={link.token}
            label={t("resetLink.label")}
            value={`${location.origin}${addresses.reset}#${link.token}`}
          />
          <p class="field-hint">{t("resetLink.once", { time: exactTimeOf(link.expiresAt) })}</p>
        </div>
      )}
    </>
  );
}
