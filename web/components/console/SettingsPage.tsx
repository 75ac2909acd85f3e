import { useState } from "preact/hooks";
import * as v from "valibot";
import { type Community, RoomName, type SettingsAnswer } from "../../../worker/protocol.ts";
import { numberText, t } from "../../i18n/translate.ts";
import { Field } from "../Field.tsx";
import { FormFault } from "../FormFault.tsx";
import { ListSkeleton } from "../Skeleton.tsx";
import { useAttempt } from "../use-attempt.ts";
import { Failure } from "./PagedList.tsx";
import { SignUpInvites } from "./SignUpInvites.tsx";
import { useAsked } from "./use-asked.ts";
import { useStaff } from "./use-staff.ts";

const DOORS = ["open", "invite"] as const;

/** What the community is called, who comes in, and the limits that the operator has set. */
export function SettingsPage() {
  const staff = useStaff();
  const { answer, fault, again, set } = useAsked(() => staff.settings(), staff);
  if (fault !== undefined && answer === undefined) return <Failure fault={fault} again={() => void again()} />;
  if (answer === undefined) return <ListSkeleton rows={3} />;
  return (
    <div class="console-body">
      <About community={answer.community} onAnswer={set} />
      <SignUpInvites isNeeded={answer.community.signUp === "invite"} />
      <section class="console-part">
        <h2 class="details-title">{t("consoleSettings.limits")}</h2>
        <p class="field-hint">{t("consoleSettings.limits.body")}</p>
        <dl class="figures">
          {Object.entries(answer.limits).map(([name, limit]) => (
            <div key={name}>
              <dt>
                <code dir="ltr">{name}</code>
              </dt>
              <dd>{numberText(limit)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

function About({ community, onAnswer }: { community: Community; onAnswer(answer: SettingsAnswer): void }) {
  const staff = useStaff();
  const attempt = useAttempt();
  const [name, setName] = useState(community.name);
  const [signUp, setSignUp] = useState(community.signUp);
  const [fault, setFault] = useState<string>();

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const isFit = v.is(RoomName, name);
    setFault(isFit ? undefined : t("consoleSettings.error.name"));
    if (!isFit) return;
    // Only what was changed here: the log tells of each change.
    const patch = {
      ...(name === community.name ? {} : { name }),
      ...(signUp === community.signUp ? {} : { signUp }),
    };
    await attempt.run(async () => onAnswer(await staff.changeSettings(patch)), t("console.saved"));
  }

  return (
    <form class="console-part" onSubmit={save} noValidate>
      <Field
        name="community-name"
        label={t("consoleSettings.name")}
        hint={t("consoleSettings.name.hint")}
        value={name}
        fault={fault}
        onValue={setName}
      />
      <fieldset class="choices">
        <legend>{t("consoleSettings.signUp")}</legend>
        <div class="choice-column">
          {DOORS.map((door) => (
            <label key={door} class="check">
              <input type="radio" name="sign-up" checked={signUp === door} onChange={() => setSignUp(door)} />
              <span>{t(`consoleSettings.signUp.${door}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <FormFault text={attempt.fault} />
      <div>
        <button type="submit" class="button primary" aria-busy={attempt.isBusy}>
          {t("consoleSettings.save")}
        </button>
      </div>
    </form>
  );
}
