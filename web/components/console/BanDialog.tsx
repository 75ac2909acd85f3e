import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { codePoints, LIMITS, type Person } from "../../../worker/protocol.ts";
import type { Purge } from "../../client/staff-api.ts";
import { t, tParts } from "../../i18n/translate.ts";
import { nameOf } from "../../models/names.ts";
import { Field } from "../Field.tsx";

interface Props {
  person: Person;
  /** Putting somebody out, or only taking out what they wrote. */
  kind: "ban" | "purge";
  onKeep(): void;
  onGo(how: { reason: string; purge: Purge }): void;
}

const CHOICES: Record<Props["kind"], readonly Purge[]> = { ban: ["none", "day", "all"], purge: ["day", "all"] };

/** Says what will happen, and asks how far it is to go. */
export function BanDialog({ person, kind, onKeep, onGo }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const [purge, setPurge] = useState<Purge>(kind === "ban" ? "none" : "day");
  const [reason, setReason] = useState("");
  const isTooLong = codePoints(reason.trim()) > LIMITS.reasonCodePoints;
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      box.current?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={box}
      class="dialog"
      aria-labelledby="ban-title"
      aria-describedby="ban-body"
      onCancel={(event) => {
        event.preventDefault();
        onKeep();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isTooLong) onGo({ reason, purge });
        }}
        noValidate
      >
        <h2 id="ban-title" class="dialog-title">
          {tParts(`${kind}.title`, { name: <bdi>{nameOf(person)}</bdi> })}
        </h2>
        <p id="ban-body" class="dialog-body">
          {t(`${kind}.body`)}
        </p>
        <fieldset class="choices purge-choices">
          <legend>{t("purge.what")}</legend>
          <div class="choice-column">
            {CHOICES[kind].map((each) => (
              <label key={each} class="check">
                <input type="radio" name="purge" checked={purge === each} onChange={() => setPurge(each)} />
                <span>{t(`purge.${each}`)}</span>
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
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onKeep}>
            {t("console.cancel")}
          </button>
          <button type="submit" class="button danger">
            {t(`${kind}.go`)}
          </button>
        </div>
      </form>
    </dialog>
  );
}
