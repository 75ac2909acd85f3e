import { Download } from "lucide";
import { useState } from "preact/hooks";
import { EXPORT_ADDRESS } from "../client/api.ts";
import { t } from "../i18n/translate.ts";
import { Icon } from "./Icon.tsx";

export function OwnData() {
  const [hasBegun, setBegun] = useState(false);
  return (
    <section class="form-part">
      <h2 class="form-title">{t("account.data")}</h2>
      <p class="field-hint">{t("account.data.body")}</p>
      {/* A link, so that the browser writes it to the disk as it comes: it may be more than a page can hold. How far it is, the
          browser shows, too; that it goes on without this page is ours to say. */}
      <a class="button" href={EXPORT_ADDRESS} download="confab.jsonl" onClick={() => setBegun(true)}>
        <Icon of={Download} size={18} />
        {t("account.data.download")}
      </a>
      <p class="field-hint" role="status">
        {hasBegun && t("account.data.begun")}
      </p>
    </section>
  );
}
