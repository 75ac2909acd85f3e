import { useRef, useState } from "preact/hooks";
import { createAccountApi } from "../client/account-api.ts";
import { asApiError } from "../client/api-error.ts";
import { t, tError } from "../i18n/translate.ts";
import { useApp } from "./context.ts";
import { PasswordField } from "./PasswordField.tsx";

/** Asked twice, and for the password: nothing brings an account back. */
export function DeleteAccount() {
  const [isAsking, setAsking] = useState(false);
  const start = useRef<HTMLButtonElement>(null);
  return (
    <section class="form-part">
      <h2 class="form-title">{t("account.delete")}</h2>
      <p class="field-hint">{t("account.delete.body")}</p>
      {isAsking ? (
        <Confirmation
          keep={() => {
            setAsking(false);
            // It is there again after the next paint: focus goes back to where it came from.
            requestAnimationFrame(() => start.current?.focus());
          }}
        />
      ) : (
        <button ref={start} type="button" class="button danger" onClick={() => setAsking(true)}>
          {t("account.delete.start")}
        </button>
      )}
    </section>
  );
}

function Confirmation({ keep }: { keep(): void }) {
  const { session, http } = useApp();
  const [password, setPassword] = useState("");
  const [faults, setFaults] = useState<{ password?: string; form?: string }>({});
  const [isBusy, setBusy] = useState(false);

  async function leave(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    setFaults({});
    setBusy(true);
    try {
      await session.leaveForGood(() => createAccountApi(http).deleteAccount(password));
    } catch (thrown) {
      const { code } = asApiError(thrown);
      setFaults(code === "forbidden" ? { password: t("account.password.wrong") } : { form: tError(code) });
      setBusy(false);
    }
  }

  return (
    <form onSubmit={leave} noValidate>
      <PasswordField
        label={t("auth.password")}
        kind="current"
        value={password}
        fault={faults.password}
        onValue={setPassword}
        autoFocus
      />
      <p class="form-fault" role="alert">
        {faults.form}
      </p>
      <div class="form-row">
        <button type="submit" class="button danger" aria-busy={isBusy}>
          {t("account.delete.confirm")}
        </button>
        <button type="button" class="button" onClick={keep}>
          {t("account.delete.keep")}
        </button>
      </div>
    </form>
  );
}
