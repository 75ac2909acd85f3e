import { Keyboard, LogOut, Settings, ShieldCheck } from "lucide";
import { useState } from "preact/hooks";
import * as v from "valibot";
import { Bio, DisplayName, type Me } from "../../worker/protocol.ts";
import { asApiError } from "../client/api-error.ts";
import { t, tError } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { nameOf } from "../models/names.ts";
import { Avatar } from "./Avatar.tsx";
import { useApp } from "./context.ts";
import { Field } from "./Field.tsx";
import { Icon } from "./Icon.tsx";
import { LanguageChoice } from "./LanguageChoice.tsx";
import { overlay } from "./overlay.ts";
import { PaneHeader } from "./PaneHeader.tsx";
import { useTitle } from "./use-title.ts";

export function ProfileScreen() {
  const { session } = useApp();
  const state = session.state.value;
  useTitle(t("profile.title"));
  if (state.kind !== "in") return null;
  const { me } = state;
  return (
    <section class="screen">
      <PaneHeader title={t("profile.title")} />
      <div class="form-page">
        <div class="profile-card">
          <Avatar person={me} size="large" />
          <div>
            <bdi class="profile-name">{nameOf(me)}</bdi>
            <p class="person-handle" dir="ltr">
              @{me.username}
            </p>
          </div>
        </div>
        <ProfileForm me={me} />
        <LanguageChoice />
        <SettingsPart />
        <AccountPart />
        <ShortcutsPart />
        <LogOutPart />
      </div>
    </section>
  );
}

type Faults = { displayName?: string; bio?: string; form?: string };

function ProfileForm({ me }: { me: Me }) {
  const { session, announcer } = useApp();
  const [displayName, setDisplayName] = useState(me.displayName ?? "");
  const [bio, setBio] = useState(me.bio);
  const [faults, setFaults] = useState<Faults>({});
  const [isSaved, setSaved] = useState(false);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    setSaved(false);
    const found: Faults = {
      displayName: v.is(DisplayName, displayName) ? undefined : t("auth.error.displayName"),
      bio: v.is(Bio, bio) ? undefined : t("profile.error.bio"),
    };
    setFaults(found);
    if (found.displayName !== undefined || found.bio !== undefined) return;
    try {
      await session.update({ displayName, bio });
      setSaved(true);
      announcer.say(t("profile.saved"));
    } catch (thrown) {
      setFaults({ form: tError(asApiError(thrown).code) });
    }
  }

  return (
    <form class="form-part" onSubmit={save} noValidate>
      <Field
        name="name"
        label={t("auth.displayName")}
        value={displayName}
        fault={faults.displayName}
        onValue={setDisplayName}
        autocomplete="name"
      />
      <Field
        name="bio"
        label={t("profile.bio")}
        hint={t("profile.bio.hint")}
        value={bio}
        fault={faults.bio}
        onValue={setBio}
        isLong
      />
      <p class="form-fault" role="alert">
        {faults.form}
      </p>
      <div class="form-row">
        <button type="submit" class="button primary">
          {t("profile.save")}
        </button>
        {isSaved && <span class="form-done">{t("profile.saved")}</span>}
      </div>
    </form>
  );
}

function SettingsPart() {
  return (
    <div class="form-part">
      <p class="field-hint">{t("settings.body")}</p>
      <a class="button" href={addresses.settings}>
        <Icon of={Settings} size={18} />
        {t("settings.title")}
      </a>
    </div>
  );
}

function AccountPart() {
  return (
    <div class="form-part">
      <p class="field-hint">{t("profile.account.body")}</p>
      <a class="button" href={addresses.account}>
        <Icon of={ShieldCheck} size={18} />
        {t("profile.account")}
      </a>
    </div>
  );
}

function ShortcutsPart() {
  return (
    <div class="form-part">
      <button
        type="button"
        class="button"
        onClick={() => {
          overlay.value = "shortcuts";
        }}
      >
        <Icon of={Keyboard} size={18} />
        {t("keys.title")}
      </button>
    </div>
  );
}

function LogOutPart() {
  const { session } = useApp();
  const [fault, setFault] = useState<string>();
  return (
    <div class="form-part">
      <p class="field-hint">{t("profile.logOut.body")}</p>
      <p class="form-fault" role="alert">
        {fault}
      </p>
      <button
        type="button"
        class="button"
        onClick={() => session.logOut().catch((thrown: unknown) => setFault(tError(asApiError(thrown).code)))}
      >
        <Icon of={LogOut} size={18} isDirected />
        {t("profile.logOut")}
      </button>
    </div>
  );
}
