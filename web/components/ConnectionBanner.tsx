import { WifiOff } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";

// Most interruptions are over sooner; a banner that flickers worries more than it helps.
const SHOWN_AFTER_MS = 3_000;

export function ConnectionBanner() {
  const { rooms, room, tryNow } = useChat();
  const states = [rooms.status.value.state, room.value?.status.value.state];
  // Some socket that ought to be there is not.
  const isDisconnected = states.some((state) => state === "waiting" || state === "connecting");
  const isShown = useDelayed(isDisconnected, SHOWN_AFTER_MS);
  return (
    <div class="banner-place" role="status">
      {isShown && (
        <div class="banner">
          <Icon of={WifiOff} size={18} />
          <span>{t(navigator.onLine ? "connection.lost" : "connection.offline")}</span>
          <button type="button" class="button small" onClick={tryNow}>
            {t("app.tryNow")}
          </button>
        </div>
      )}
    </div>
  );
}

/** True only after it has been true for a while; false at once. */
function useDelayed(isTrue: boolean, ms: number): boolean {
  const [hasLasted, setLasted] = useState(false);
  useEffect(() => {
    if (!isTrue) return setLasted(false);
    const timer = setTimeout(() => setLasted(true), ms);
    return () => clearTimeout(timer);
  }, [isTrue, ms]);
  return isTrue && hasLasted;
}
