import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { useChat } from "./context.ts";
import { pageTitle } from "./use-title.ts";

/** Says in the title of the window what is shown, and how much is unread. */
export function useWindowTitle(): void {
  const { rooms } = useChat();
  const count = rooms.unread.value;
  const page = pageTitle.value;
  const before = useRef(document.title);
  useEffect(() => {
    document.title = count > 0 ? t("app.titleUnread", { count, page }) : t("app.title", { page });
  }, [count, page]);
  useEffect(
    () => () => {
      document.title = before.current;
    },
    [],
  );
}
