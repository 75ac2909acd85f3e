import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { roomName } from "../models/names.ts";
import { useApp, useChat } from "./context.ts";

const GATHERED_MS = 600;

/**
 * Reads out what was not sent into rooms that nobody looks at. What fails within a moment is one announcement: a second one would take the
 * place of the first before it is read.
 */
export function useUnsentNews(): void {
  const { announcer } = useApp();
  const { outbox, rooms, room } = useChat();
  const failed = new Set(outbox.items().flatMap(({ roomId, state }) => (state === "failed" ? [roomId] : [])));
  const told = useRef(new Set<string>());
  useEffect(() => {
    const tell = () => {
      // In the one that is open the message says it itself.
      const news = [...failed].filter((id) => !told.current.has(id) && id !== room.peek()?.roomId);
      told.current = failed;
      const sentences = news.map((id) => {
        const listed = rooms.get(id);
        return listed ? t("rooms.unsentIn", { name: roomName(listed) }) : t("rooms.unsentElsewhere");
      });
      if (sentences.length > 0) announcer.say([...new Set(sentences)].join(" "));
    };
    const timer = setTimeout(tell, GATHERED_MS);
    return () => clearTimeout(timer);
  }, [[...failed].join(" ")]);
}
