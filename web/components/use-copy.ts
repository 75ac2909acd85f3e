import { t } from "../i18n/translate.ts";
import { useApp } from "./context.ts";

/** Copies a text and says so. Its words are those of `actions`. */
export function useCopy(): (text: string) => void {
  const { announcer } = useApp();
  return (text) => {
    navigator.clipboard.writeText(text).then(
      () => announcer.say(t("actions.copied")),
      // The browser says so itself where it is not allowed.
      (error: unknown) => console.warn(error),
    );
  };
}
