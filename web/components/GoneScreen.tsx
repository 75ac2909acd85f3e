import { MessageCircleOff } from "lucide";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { useApp } from "./context.ts";
import { Notice } from "./Notice.tsx";
import { useTitle } from "./use-title.ts";

/** Where a room would be: one that this person is not in any more, or that never was theirs to see. */
export function GoneScreen({ why }: { why: "lost" | "gone" }) {
  const { announcer } = useApp();
  const title = t(`room.${why}.title`);
  useTitle(title);
  useEffect(() => {
    if (why !== "lost") return;
    announcer.say(title);
    // What had the focus is gone with the room.
    document.querySelector<HTMLElement>("#main")?.focus();
  }, [why]);
  return (
    <Notice
      icon={MessageCircleOff}
      title={title}
      actions={
        <a class="button primary" href={addresses.home}>
          {t("notFound.home")}
        </a>
      }
    >
      {t(`room.${why}.body`)}
    </Notice>
  );
}
