import { Copy } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../../i18n/translate.ts";
import { useApp } from "../context.ts";
import { FormFault } from "../FormFault.tsx";
import { Icon } from "../Icon.tsx";

/** An address to hand over: to be copied, or selected by hand where the browser lets nobody write the clipboard. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { announcer } = useApp();
  const [fault, setFault] = useState<string>();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setFault(undefined);
      setCopied(true);
      announcer.say(t("console.copied"));
    } catch {
      // Not over plain HTTP, and not where the reader has forbidden it.
      setFault(t("console.copyFailed"));
    }
  };
  return (
    <div class="copy-field">
      <input
        class="input invite-link"
        readOnly
        dir="ltr"
        aria-label={label}
        value={value}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <button type="button" class="button" onClick={() => void copy()}>
        <Icon of={Copy} size={16} />
        {t(isCopied ? "console.copied" : "console.copy")}
        <span class="visually-hidden">{label}</span>
      </button>
      <FormFault text={fault} />
    </div>
  );
}
