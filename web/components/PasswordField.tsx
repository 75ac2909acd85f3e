import { Eye, EyeOff } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Field } from "./Field.tsx";
import { Icon } from "./Icon.tsx";

interface Props {
  name?: string;
  label: string;
  hint?: string;
  fault?: string;
  value: string;
  onValue(value: string): void;
  /** Told to the browser, so that it offers to fill in the one or to make up the other. */
  kind: "current" | "new";
  autoFocus?: boolean;
}

/** A password, which can be looked at. */
export function PasswordField({ kind, name = "password", ...field }: Props) {
  const [isShown, setShown] = useState(false);
  return (
    <Field
      {...field}
      name={name}
      type={isShown ? "text" : "password"}
      autocomplete={kind === "new" ? "new-password" : "current-password"}
      isCode
    >
      <button
        type="button"
        class="icon-button field-action"
        aria-label={t(isShown ? "auth.password.hide" : "auth.password.show")}
        onClick={() => setShown(!isShown)}
      >
        <Icon of={isShown ? EyeOff : Eye} />
      </button>
    </Field>
  );
}
