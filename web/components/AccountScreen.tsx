import { Download } from "lucide";
import { EXPORT_ADDRESS } from "../client/api.ts";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { BlockedPeople } from "./BlockedPeople.tsx";
import { DeleteAccount } from "./DeleteAccount.tsx";
import { DeviceList } from "./DeviceList.tsx";
import { Icon } from "./Icon.tsx";
import { PaneHeader } from "./PaneHeader.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { useTitle } from "./use-title.ts";

export function AccountScreen() {
  useTitle(t("account.title"));
  return (
    <section class="screen">
      <PaneHeader title={t("account.title")} back={addresses.profile} />
      <div class="form-page">
        <DeviceList />
        <PasswordForm />
        <section class="form-part">
          <h2 class="form-title">{t("account.data")}</h2>
          <p class="field-hint">{t("account.data.body")}</p>
          {/* A link, so that the browser writes it to the disk as it comes: it may be more than a page can hold. */}
          <a class="button" href={EXPORT_ADDRESS} download="confab.jsonl">
            <Icon of={Download} size={18} />
            {t("account.data.download")}
          </a>
        </section>
        <BlockedPeople />
        <DeleteAccount />
      </div>
    </section>
  );
}
