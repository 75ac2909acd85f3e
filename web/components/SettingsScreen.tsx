import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { AppearanceSettings } from "./AppearanceSettings.tsx";
import { NoticeSettings } from "./NoticeSettings.tsx";
import { PaneHeader } from "./PaneHeader.tsx";
import { PrivacySettings } from "./PrivacySettings.tsx";
import { useTitle } from "./use-title.ts";

/** How the page looks, what one hears of, and what others see of one. */
export function SettingsScreen() {
  useTitle(t("settings.title"));
  return (
    <section class="screen">
      <PaneHeader title={t("settings.title")} back={addresses.profile} />
      <div class="form-page">
        <AppearanceSettings />
        <NoticeSettings />
        <PrivacySettings />
      </div>
    </section>
  );
}
