import { useEffect } from "preact/hooks";
import { t, tError } from "../i18n/translate.ts";
import type { RoomModel } from "../models/room.ts";
import { useApp } from "./context.ts";

/** Why the message that somebody wanted to go to is not shown. It goes with the next way they take. */
export function WayFault({ model }: { model: RoomModel }) {
  const { announcer } = useApp();
  const failed = model.pages.failure.value;
  const code = failed?.code ?? "internal";
  const text = code === "not_found" ? t("room.noMessage") : tError(code);
  useEffect(() => announcer.say(text), [failed]);
  return (
    <div class="way-fault">
      <span>{text}</span>
      {code !== "not_found" && (
        <button type="button" class="button small" onClick={failed?.again}>
          {t("app.tryAgain")}
        </button>
      )}
    </div>
  );
}
