import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import * as v from "valibot";
import { DisplayName, Password, Username } from "../../worker/protocol.ts";
import { asApiError } from "../client/api-error.ts";
import { t, tError, tParts } from "../i18n/translate.ts";
import { addresses, isInvite } from "../models/addresses.ts";
import type { Out } from "../models/session.ts";
import { useApp } from "./context.ts";
import { Field } from "./Field.tsx";
import { Logo } from "./Icon.tsx";
import { LanguageMenu } from "./LanguageMenu.tsx";
import { PasswordField } from "./PasswordField.tsx";
import { useTitle } from "./use-title.ts";

/** What is wrong, as it is said at the moment: somebody may choose another language meanwhile. */
type Said = () => string;
type Faults = { username?: Said; password?: Said; displayName?: Said; form?: Said };

export function LogIn() {
  const { session } = useApp();
  return (
    <AuthForm
      mode="logIn"
      submit={({ username, password }) => session.logIn({ username, password })}
      check={() => ({})}
    />
  );
}

export function SignUp() {
  const { session } = useApp();
  return (
    <AuthForm
      mode="signUp"
      submit={({ username, password, displayName }) =>
        session.signUp({ username, password, displayName: displayName.trim() === "" ? undefined : displayName })
      }
      check={({ username, password, displayName }) => ({
        username: v.is(Username, username) ? undefined : () => t("auth.error.username"),
        password: v.is(Password, password) ? undefined : () => t("auth.error.password"),
        displayName:
          displayName.trim() === "" || v.is(DisplayName, displayName) ? undefined : () => t("auth.error.displayName"),
      })}
    />
  );
}

interface FormValues {
  username: string;
  password: string;
  displayName: string;
}

function AuthForm(props: {
  mode: "logIn" | "signUp";
  submit(values: FormValues): Promise<void>;
  check(values: FormValues): Faults;
}) {
  const { mode } = props;
  const { session } = useApp();
  const { query } = useLocation();
  const [values, setValues] = useState<FormValues>({ username: "", password: "", displayName: "" });
  const [faults, setFaults] = useState<Faults>({});
  const [isBusy, setBusy] = useState(false);
  useTitle(t(mode === "logIn" ? "auth.logIn" : "auth.signUp"));
  const state = session.state.value;
  const why = state.kind === "out" ? state.why : "none";
  const set = (name: keyof FormValues) => (value: string) => setValues((old) => ({ ...old, [name]: value }));

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    const found = props.check(values);
    setFaults(found);
    if (Object.values(found).some((fault) => fault !== undefined)) return;
    setBusy(true);
    try {
      await props.submit(values);
    } catch (thrown) {
      setFaults(faultsOf(thrown));
      setBusy(false);
    }
  }

  return (
    <main class="auth">
      <div class="auth-card">
        <div class="auth-brand">
          <Logo size={44} />
          <span>{t("app.name")}</span>
        </div>
        <h1>{t(`auth.${mode}.title`)}</h1>
        <p class="auth-lead">{leadOf(mode, why, isInvite(query["next"]))}</p>
        <form onSubmit={submit} noValidate>
          <Field
            name="username"
            label={t("auth.username")}
            hint={mode === "signUp" ? t("auth.username.hint") : undefined}
            fault={faults.username?.()}
            value={values.username}
            onValue={set("username")}
            autocomplete="username"
            autoFocus
            isCode
          />
          {mode === "signUp" && (
            <Field
              name="name"
              label={t("auth.displayName")}
              hint={t("auth.displayName.hint")}
              fault={faults.displayName?.()}
              value={values.displayName}
              onValue={set("displayName")}
              autocomplete="name"
            />
          )}
          <PasswordField
            label={t("auth.password")}
            hint={mode === "signUp" ? t("auth.password.hint") : undefined}
            kind={mode === "signUp" ? "new" : "current"}
            fault={faults.password?.()}
            value={values.password}
            onValue={set("password")}
          />
          <FormFault text={faults.form?.()} />
          <button type="submit" class="button primary wide" aria-busy={isBusy}>
            {t(isBusy ? "auth.busy" : `auth.${mode}`)}
          </button>
        </form>
        <OtherDoor mode={mode} />
      </div>
      <LanguageMenu />
    </main>
  );
}

/** Why somebody is here, where they did not come by themselves. */
function leadOf(mode: "logIn" | "signUp", why: Out["why"], isInvited: boolean): string {
  if (isInvited) return t(`auth.${mode}.invited`);
  if (mode === "logIn" && why === "ended") return t("auth.ended");
  if (mode === "logIn" && why === "deleted") return t("auth.deleted");
  return t(`auth.${mode}.body`);
}

/** Stands there from the start, so that what appears in it is read out. */
function FormFault({ text }: { text?: string }) {
  return (
    <p class="form-fault" role="alert">
      {text}
    </p>
  );
}

function OtherDoor({ mode }: { mode: "logIn" | "signUp" }) {
  const { query } = useLocation();
  const next = query["next"];
  const after = next === undefined ? "" : `?${new URLSearchParams({ next })}`;
  const link =
    mode === "logIn" ? (
      <a href={addresses.signUp + after}>{t("auth.toSignUp.link")}</a>
    ) : (
      <a href={addresses.logIn + after}>{t("auth.toLogIn.link")}</a>
    );
  return (
    <p class="auth-other">{mode === "logIn" ? tParts("auth.toSignUp", { link }) : tParts("auth.toLogIn", { link })}</p>
  );
}

function faultsOf(thrown: unknown): Faults {
  const error = asApiError(thrown);
  if (error.code === "conflict") return { username: () => t("auth.error.conflict") };
  if (error.code === "unauthenticated") return { form: () => t("auth.error.unauthenticated") };
  const faults: Faults = {};
  for (const { path } of error.errors) {
    if (path === "username" || path === "password" || path === "displayName")
      faults[path] = () => t(`auth.error.${path}`);
  }
  return Object.keys(faults).length > 0 ? faults : { form: () => tError(error.code) };
}
