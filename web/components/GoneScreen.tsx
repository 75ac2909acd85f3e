import { MessageCircleOff } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { withTexts } from "../i18n/speak.ts";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { useApp, useChat } from "./context.ts";
import { lazyParts } from "./lazy-parts.tsx";
import { Notice } from "./Notice.tsx";
import { useTitle } from "./use-title.ts";

const UnsentTexts = lazyParts(() => withTexts(import("./UnsentTexts.tsx"), "actions"))((code) => code.UnsentTexts);

/** Where a room would be: one that this person is not in any more, or that never was theirs to see. */
export function GoneScreen({ why, roomId = "" }: { why: "lost" | "gone"; roomId?: string }) {
  const { announcer } = useApp();
  const { outbox, rooms } = useChat();
  const isListed = rooms.get(roomId) !== undefined;
  const [wasListed] = useState(isListed);
  useEffect(() => {
    // Somebody has let them in while they looked.
    if (why === "gone" && isListed && !wasListed) location.reload();
  }, [isListed]);
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
      {outbox.items(roomId).length > 0 && <UnsentTexts roomId={roomId} />}
    </Notice>
  );
}
