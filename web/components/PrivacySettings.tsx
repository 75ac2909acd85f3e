import { useMemo, useState } from "preact/hooks";
import type { Privacy } from "../../worker/protocol.ts";
import { asApiError } from "../client/api-error.ts";
import { t, tError } from "../i18n/translate.ts";
import { createPrivacySettings } from "../models/privacy-settings.ts";
import { Check } from "./Check.tsx";
import { useApp } from "./context.ts";
import { FormFault } from "./FormFault.tsx";

/** Of the person, on all their devices: the server keeps to it. */
export function PrivacySettings() {
  const { session, announcer } = useApp();
  const model = useMemo(() => createPrivacySettings(session), [session]);
  const [fault, setFault] = useState<string>();
  const { receipts, typing, presence } = model.privacy.value;

  async function set(change: Partial<Privacy>): Promise<void> {
    setFault(undefined);
    try {
      await model.set(change);
      announcer.say(t("settings.saved"));
    } catch (thrown) {
      setFault(tError(asApiError(thrown).code));
    }
  }

  return (
    <section class="form-part" aria-labelledby="settings-privacy">
      <h2 id="settings-privacy" class="form-title">
        {t("settings.privacy")}
      </h2>
      <p class="field-hint">{t("settings.privacy.body")}</p>
      <Check
        label={t("settings.privacy.receipts")}
        hint={t("settings.privacy.receipts.hint")}
        isOn={receipts}
        onChange={(isOn) => void set({ receipts: isOn })}
      />
      <Check label={t("settings.privacy.typing")} isOn={typing} onChange={(isOn) => void set({ typing: isOn })} />
      <Check label={t("settings.privacy.presence")} isOn={presence} onChange={(isOn) => void set({ presence: isOn })} />
      <FormFault text={fault} />
    </section>
  );
}
