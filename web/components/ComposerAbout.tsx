import { CornerUpRight, Pencil, X } from "lucide";
import { useEffect } from "preact/hooks";
import { messageAt } from "../client/timeline.ts";
import { t, tParts } from "../i18n/translate.ts";
import type { About } from "../models/composing.ts";
import { nameOf } from "../models/names.ts";
import { plainLine } from "../models/plain-line.ts";
import type { RoomModel } from "../models/room.ts";
import { Icon } from "./Icon.tsx";

/** Says, above the text, that it answers a message or changes one, and lets one think better of it. */
export function ComposerAbout({
  about,
  model,
  onCancel,
}: {
  about: About;
  model: RoomModel | undefined;
  onCancel(): void;
}) {
  const message = model && messageAt(model.timeline.value, about.seq);
  const isMissing = message === undefined;
  const isReady = model?.room.value !== undefined;
  useEffect(() => {
    if (isMissing && isReady) model?.quotes.want(about.seq);
  }, [isMissing, isReady, model, about.seq]);
  return (
    <div class="composer-about">
      <Icon of={about.kind === "edit" ? Pencil : CornerUpRight} size={16} isDirected={about.kind !== "edit"} />
      <span class="composer-about-text">
        {about.kind === "edit"
          ? t("composer.editing")
          : tParts("composer.replying", {
              name: <bdi class="quote-author">{message === undefined ? t("quote.unknown") : nameOf(message.from)}</bdi>,
            })}
        {message !== undefined && (
          <span class="composer-about-quote" dir="auto">
            {plainLine(message)}
          </span>
        )}
      </span>
      <button type="button" class="icon-button" aria-label={t("composer.cancel")} onClick={onCancel}>
        <Icon of={X} size={18} />
      </button>
    </div>
  );
}
