import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { BlockedPeople } from "./BlockedPeople.tsx";
import { DeleteAccount } from "./DeleteAccount.tsx";
import { DeviceList } from "./DeviceList.tsx";
import { OwnData } from "./OwnData.tsx";
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
        <OwnData />
        <BlockedPeople />
        <DeleteAccount />
      </div>
    </section>
  );
}
