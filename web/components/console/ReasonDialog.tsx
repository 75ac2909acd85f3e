import { useId, useState } from "preact/hooks";
import { codePoints, LIMITS, type Person } from "../../../worker/protocol.ts";
import { t, tParts } from "../../i18n/translate.ts";
import { nameOf } from "../../models/names.ts";
import { Field } from "../Field.tsx";
import { FormFault } from "../FormFault.tsx";
import { useAttempt } from "../use-attempt.ts";
import { useModal } from "../use-modal.ts";

/** What is common to all dialogs that ask before something is done about somebody. */
export interface Asking<How> {
  person: Person;
  onKeep(): void;
  /** Does it. What it rejects with is said in the dialog, which stays, with all that was chosen and written. */
  act(how: How): Promise<unknown>;
  /** It is done, and the dialog closed. */
  onDone(): void;
}

interface Props<Choice> extends Asking<{ choice: Choice; reason: string }> {
  /** Whose words it speaks. */
  kind: "ban" | "purge" | "timeout";
  /** What is asked for besides a reason; the first is chosen at first. */
  choices: readonly [Choice, ...Choice[]];
  /** What a choice is called. */
  say(choice: Choice): string;
}

/** Says what will happen, and asks how far it is to go, and why. */
export function ReasonDialog<Choice extends string | number>(props: Props<Choice>) {
  const { person, kind, choices, say, onKeep, act, onDone } = props;
  const box = useModal();
  const id = useId();
  const attempt = useAttempt();
  const [choice, setChoice] = useState<Choice>(choices[0]);
  const [reason, setReason] = useState("");
  const isTooLong = codePoints(reason.trim()) > LIMITS.reasonCodePoints;

  /** Not while it is being done: whether it was would be said to nobody. */
  function keep(): void {
    if (!attempt.isBusy) onKeep();
  }

  async function go(event: Event): Promise<void> {
    event.preventDefault();
    if (isTooLong || !(await attempt.run(() => act({ choice, reason })))) return;
    // First of all: what is below an open dialog is neither read out nor focused.
    box.current?.close();
    onDone();
  }

  return (
    <dialog
      ref={box}
      class="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-body`}
      onCancel={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <form onSubmit={go} noValidate>
        <h2 id={`${id}-title`} class="dialog-title">
          {tParts(`${kind}.title`, { name: <bdi>{nameOf(person)}</bdi> })}
        </h2>
        <p id={`${id}-body`} class="dialog-body">
          {t(`${kind}.body`)}
        </p>
        <fieldset class="choices purge-choices">
          <legend>{t(kind === "timeout" ? "timeout.what" : "purge.what")}</legend>
          <div class="choice-column">
            {choices.map((each) => (
              <label key={each} class="check">
                <input type="radio" name="choice" checked={choice === each} onChange={() => setChoice(each)} />
                <span>{say(each)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Field
          name="reason"
          label={t("moderate.reason")}
          hint={t("moderate.reason.hint")}
          fault={isTooLong ? t("moderate.reason.tooLong") : undefined}
          value={reason}
          onValue={setReason}
        />
        <FormFault text={attempt.fault} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={keep}>
            {t("console.cancel")}
          </button>
          <button type="submit" class="button danger" aria-busy={attempt.isBusy}>
            {t(`${kind}.go`)}
          </button>
        </div>
      </form>
    </dialog>
  );
}
