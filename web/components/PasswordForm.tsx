import { useState } from "preact/hooks";
import * as v from "valibot";
import { Password } from "../../worker/protocol.ts";
import { createAccountApi } from "../client/account-api.ts";
import { asApiError } from "../client/api-error.ts";
import { t, tError } from "../i18n/translate.ts";
import { useApp } from "./context.ts";
import { PasswordField } from "./PasswordField.tsx";

type Faults = { current?: string; next?: string; form?: string };

export function PasswordForm() {
  const { http, announcer } = useApp();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [faults, setFaults] = useState<Faults>({});
  const [isBusy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    setSaved(false);
    const found: Faults = v.is(Password, next) ? {} : { next: t("auth.error.password") };
    setFaults(found);
    if (found.next !== undefined) return;
    setBusy(true);
    try {
      await createAccountApi(http).changePassword(current, next);
      setCurrent("");
      setNext("");
      setSaved(true);
      announcer.say(t("account.password.saved"));
    } catch (thrown) {
      const { code } = asApiError(thrown);
      setFaults(code === "forbidden" ? { current: t("account.password.wrong") } : { form: tError(code) });
    }
    setBusy(false);
  }

  return (
    <form class="form-part" onSubmit={save} noValidate>
      <h2 class="form-title">{t("account.password")}</h2>
      <p class="field-hint">{t("account.password.body")}</p>
      <PasswordField
        name="current-password"
        label={t("account.password.current")}
        kind="current"
        value={current}
        fault={faults.current}
        onValue={setCurrent}
      />
      <PasswordField
        name="new-password"
        label={t("account.password.new")}
        hint={t("auth.password.hint")}
        kind="new"
        value={next}
        fault={faults.next}
        onValue={setNext}
      />
      <p class="form-fault" role="alert">
        {faults.form}
      </p>
      <div class="form-row">
        <button type="submit" class="button" aria-busy={isBusy}>
          {t("account.password.save")}
        </button>
        {isSaved && <span class="form-done">{t("account.password.saved")}</span>}
      </div>
    </form>
  );
}
