import { useEffect, useState } from "preact/hooks";
import * as v from "valibot";
import { Password } from "../../worker/protocol.ts";
import { renew } from "../browser/renew.ts";
import { asApiError } from "../client/api-error.ts";
import { resetPassword } from "../client/door-api.ts";
import { t, tError } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { useApp } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { LanguageMenu } from "./LanguageMenu.tsx";
import { PasswordField } from "./PasswordField.tsx";
import { useTitle } from "./use-title.ts";

type State = "asking" | "busy" | "done" | "gone";

/** `/reset#<token>`: another password for whoever has the link. */
export function ResetScreen() {
  const [token, setToken] = useState(takeToken);
  const [state, setState] = useState<State>(token === "" ? "gone" : "asking");
  useTitle(t("reset.title"));
  useEffect(() => {
    // Another link, opened where this one was: the browser does not load the page anew for it.
    const onLink = () => {
      if (location.hash.length <= 1) return;
      setToken(takeToken());
      setState("asking");
    };
    addEventListener("hashchange", onLink);
    return () => removeEventListener("hashchange", onLink);
  }, []);
  // The link goes back into the address for the page that begins there anew.
  useEffect(() => void renew(() => history.replaceState(history.state, "", `#${taken}`)), []);
  const body = state === "done" || state === "gone" ? (`reset.${state}` as const) : "reset";
  return (
    <main class="auth">
      <div class="auth-card">
        <h1>{t(`${body}.title`)}</h1>
        <p class="auth-lead" role="status">
          {t(`${body}.body`)}
        </p>
        {body === "reset" ? (
          <ResetForm key={token} token={token} state={state} setState={setState} />
        ) : (
          <a class="button primary wide" href={addresses.logIn}>
            {t("auth.logIn")}
          </a>
        )}
      </div>
      <LanguageMenu />
    </main>
  );
}

function ResetForm({ token, state, setState }: { token: string; state: State; setState(state: State): void }) {
  const { http, session } = useApp();
  const [password, setPassword] = useState("");
  const [faults, setFaults] = useState<{ password?: string; form?: string }>({});

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (state === "busy") return;
    const isFit = v.is(Password, password);
    setFaults({ password: isFit ? undefined : t("auth.error.password") });
    if (!isFit) return;
    setState("busy");
    try {
      await resetPassword(http, token, password);
      // It may have been one's own session that ended with it.
      await session.find();
      setState("done");
    } catch (thrown) {
      const { code } = asApiError(thrown);
      setFaults({ form: tError(code) });
      setState(code === "forbidden" ? "gone" : "asking");
    }
  }

  return (
    <form onSubmit={save} noValidate>
      <PasswordField
        name="new-password"
        label={t("reset.password")}
        hint={t("auth.password.hint")}
        kind="new"
        fault={faults.password}
        value={password}
        onValue={setPassword}
        autoFocus
      />
      <FormFault text={faults.form} />
      <button type="submit" class="button primary wide" aria-busy={state === "busy"}>
        {t(state === "busy" ? "auth.busy" : "reset.save")}
      </button>
    </form>
  );
}

// Kept beside the screen, which is made anew where the reader chooses another language.
let taken = "";

/** From the part of the address that is sent to nobody, and gone from there before anything else can read it. */
function takeToken(): string {
  if (location.hash.length > 1) taken = location.hash.slice(1);
  history.replaceState(history.state, "", location.pathname);
  return taken;
}
