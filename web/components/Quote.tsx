import { CornerUpRight } from "lucide";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { nameOf } from "../models/names.ts";
import { plainLine } from "../models/plain-line.ts";
import type { Quoted } from "../models/rows.ts";
import { useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import type { TabIndex } from "./MessageText.tsx";

interface Props {
  seq: number;
  message: Quoted;
  tabIndex: TabIndex;
  onJump(seq: number): void;
}

/** What an answer answers, on one line; leads there. Its height is the same before and after the original is there. */
export function Quote({ seq, message, tabIndex, onJump }: Props) {
  const room = useChat().room.value;
  const isMissing = message === undefined;
  useEffect(() => {
    if (isMissing) room?.quotes.want(seq);
  }, [isMissing, room, seq]);
  if (room === undefined) return null;
  return (
    <a
      class="quote"
      href={addresses.message(room.roomId, seq)}
      tabIndex={tabIndex}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onJump(seq);
      }}
    >
      <span class="quote-mark">
        <Icon of={CornerUpRight} size={14} isDirected />
        <span class="visually-hidden">{t("quote.label")}</span>
      </span>
      {message === undefined || message === "blocked" ? (
        <span class="quote-text">
          {message === undefined ? t("quote.unknown") : t("blocked.messages", { count: 1 })}
        </span>
      ) : (
        <>
          <bdi class="quote-author">{nameOf(message.from)}</bdi>
          <span class="quote-text" dir="auto">
            {plainLine(message)}
          </span>
        </>
      )}
    </a>
  );
}
