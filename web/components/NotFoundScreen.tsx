import { Compass } from "lucide";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { Notice } from "./Notice.tsx";
import { useTitle } from "./use-title.ts";

export function NotFoundScreen() {
  useTitle(t("notFound.title"));
  return (
    <Notice
      icon={Compass}
      title={t("notFound.title")}
      actions={
        <a class="button primary" href={addresses.home}>
          {t("notFound.home")}
        </a>
      }
    >
      {t("notFound.body")}
    </Notice>
  );
}
