import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import * as v from "valibot";
import { type Community, DisplayName, Password, Username } from "../../worker/protocol.ts";
import { forgetTraces } from "../browser/forget-traces.ts";
import { renew } from "../browser/renew.ts";
import { tellSignIn } from "../browser/sign-ins.ts";
import { communityOf } from "../client/door-api.ts";
import { t, tParts } from "../i18n/translate.ts";
import { addresses, isInvite } from "../models/addresses.ts";
import { inviteCodeIn } from "../models/invite-code.ts";
import type { Out } from "../models/session.ts";
import { type Faults, faultsOf } from "./auth-faults.ts";
import { useApp } from "./context.ts";
import { Field } from "./Field.tsx";
import { FormFault } from "./FormFault.tsx";
import { Logo } from "./Icon.tsx";
import { LanguageMenu } from "./LanguageMenu.tsx";
import { PasswordField } from "./PasswordField.tsx";
import { useTitle } from "./use-title.ts";

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
      submit={({ username, password, displayName, invite }) =>
        session.signUp({
          username,
          password,
          displayName: displayName.trim() === "" ? undefined : displayName,
          invite: invite === "" ? undefined : inviteCodeIn(invite),
        })
      }
      check={({ username, password, displayName, invite }, community) => ({
        username: v.is(Username, username) ? undefined : () => t("auth.error.username"),
        password: v.is(Password, password) ? undefined : () => t("auth.error.password"),
        displayName:
          displayName.trim() === "" || v.is(DisplayName, displayName) ? undefined : () => t("auth.error.displayName"),
        invite: community?.signUp === "invite" && invite.trim() === "" ? () => t("door.error.noInvite") : undefined,
      })}
    />
  );
}

interface FormValues {
  username: string;
  password: string;
  displayName: string;
  invite: string;
}

function AuthForm(props: {
  mode: "logIn" | "signUp";
  submit(values: FormValues): Promise<void>;
  check(values: FormValues, community: Community | undefined): Faults;
}) {
  const { mode } = props;
  const { session } = useApp();
  const { query } = useLocation();
  const { community, lookAgain } = useCommunity();
  const [values, setValues] = useState<FormValues>({
    username: "",
    password: "",
    displayName: "",
    invite: query["invite"] ?? "",
  });
  const [faults, setFaults] = useState<Faults>({});
  const [isBusy, setBusy] = useState(false);
  // As the refusal said, where the community could not be asked.
  const [needsInvite, setNeedsInvite] = useState(false);
  useTitle(t(mode === "logIn" ? "auth.logIn" : "auth.signUp"));
  const state = session.state.value;
  const why = state.kind === "out" ? state.why : "none";
  useEffect(() => void forgetTraces(), []);
  useEffect(() => {
    // Why somebody is here, where they were in before, is said by this page alone.
    if (why === "none") void renew();
  }, []);
  const set = (name: keyof FormValues) => (value: string) => setValues((old) => ({ ...old, [name]: value }));

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    const found = props.check(values, community);
    setFaults(found);
    if (Object.values(found).some((fault) => fault !== undefined)) return;
    setBusy(true);
    try {
      await props.submit(values);
      tellSignIn();
    } catch (thrown) {
      const refused = faultsOf(thrown, mode, values);
      setFaults(refused);
      setBusy(false);
      if (refused.invite === undefined) return;
      setNeedsInvite(true);
      lookAgain();
    }
  }

  return (
    <main class="auth">
      <div class="auth-card">
        <div class="auth-brand">
          <Logo size={44} />
          <bdi>{community?.name ?? t("app.name")}</bdi>
        </div>
        <h1>{t(`auth.${mode}.title`)}</h1>
        <p class="auth-lead">
          {leadOf({ mode, why, isInvited: isInvite(query["next"]), invite: query["invite"], community })}
        </p>
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
          {mode === "signUp" && (community?.signUp === "invite" || needsInvite) && (
            <Field
              name="invite"
              label={t("door.invite")}
              hint={t("door.invite.hint")}
              fault={faults.invite?.()}
              value={values.invite}
              onValue={set("invite")}
              isCode
            />
          )}
          <FormFault text={faults.form?.()} />
          <button type="submit" class="button primary wide" aria-busy={isBusy}>
            {t(isBusy ? "auth.busy" : `auth.${mode}`)}
          </button>
        </form>
        <OtherDoor mode={mode} />
        {mode === "logIn" && <p class="auth-other field-hint">{t("door.forgot")}</p>}
      </div>
      <LanguageMenu />
    </main>
  );
}

/** Why somebody is here, where they did not come by themselves. */
function leadOf(door: {
  mode: "logIn" | "signUp";
  why: Out["why"];
  /** To a group. */
  isInvited: boolean;
  /** To the community. */
  invite: string | undefined;
  community: Community | undefined;
}): string {
  const { mode, why, isInvited, invite, community } = door;
  if (mode === "logIn" && why === "banned") return t("door.banned");
  if (mode === "signUp" && community?.signUp === "invite") {
    return t(invite === undefined ? "door.inviteOnly" : "door.invited");
  }
  if (isInvited) return t(`auth.${mode}.invited`);
  if (mode === "logIn" && why === "ended") return t("auth.ended");
  if (mode === "logIn" && why === "deleted") return t("auth.deleted");
  return t(`auth.${mode}.body`);
}

/** Nothing until the answer; where there is none, whoever is refused hears what was missing. */
function useCommunity(): { community: Community | undefined; lookAgain(): void } {
  const { http } = useApp();
  const [community, setCommunity] = useState<Community>();
  const lookAgain = () => {
    communityOf(http).then(setCommunity, (error: unknown) => console.warn(error));
  };
  useEffect(lookAgain, [http]);
  return { community, lookAgain };
}

function OtherDoor({ mode }: { mode: "logIn" | "signUp" }) {
  const { query } = useLocation();
  const { next, invite } = query;
  const kept = new URLSearchParams(Object.entries({ next, invite }).filter(isGiven));
  const after = kept.size === 0 ? "" : `?${kept}`;
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

function isGiven(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}
