import { useMemo, useState } from "preact/hooks";
import { chime } from "../browser/chime.ts";
import { deviceStorage } from "../browser/storage.ts";
import { askForNotices, noticePermission } from "../browser/system-notices.ts";
import { t } from "../i18n/translate.ts";
import { createNoticeSettings } from "../models/notice-settings.ts";
import { Check } from "./Check.tsx";
import { useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";

/** Of this device: whether it may make itself heard is another thing at work and at home. */
export function NoticeSettings() {
  const { me } = useChat();
  const model = useMemo(() => createNoticeSettings(deviceStorage, me.id), [me.id]);
  const { system, sound, hidesText } = model.settings.value;
  const [permission, setPermission] = useState(noticePermission);

  async function choose(isOn: boolean): Promise<void> {
    // From this click, and never at another time.
    if (isOn) setPermission(await askForNotices());
    model.set({ system: isOn && noticePermission() === "granted" });
  }

  return (
    <section class="form-part" aria-labelledby="settings-notices">
      <h2 id="settings-notices" class="form-title">
        {t("settings.notices")}
      </h2>
      <p class="field-hint">{t("settings.notices.body")}</p>
      <Check
        label={t("settings.notices.system")}
        isOn={system && permission === "granted"}
        onChange={(isOn) => void choose(isOn)}
      />
      <FormFault
        text={
          permission === "denied"
            ? t("settings.notices.denied")
            : permission === "unsupported"
              ? t("settings.notices.unsupported")
              : undefined
        }
      />
      <Check
        label={t("settings.notices.text")}
        hint={t("settings.notices.text.hint")}
        isOn={!hidesText}
        onChange={(isOn) => model.set({ hidesText: !isOn })}
      />
      <Check
        label={t("settings.notices.sound")}
        isOn={sound}
        onChange={(isOn) => {
          model.set({ sound: isOn });
          if (isOn) chime();
        }}
      />
    </section>
  );
}
