import { effect } from "@preact/signals";
import { Sparkles } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { followRelease, type Release } from "../browser/release.ts";
import { languageOf } from "../i18n/languages.ts";
import { locale, t } from "../i18n/translate.ts";
import { useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { useRoute } from "./use-route.ts";

/** Says that a new release is there. It is loaded when somebody says so: never while they are in the middle of something. */
export function ReleaseBanner() {
  const { rooms } = useChat();
  const route = useRoute();
  const [release, setRelease] = useState<Release>();
  useEffect(() => {
    const followed = followRelease(route);
    setRelease(followed);
    let wasConnected = false;
    const stop = effect(() => {
      const isConnected = rooms.status.value.state === "connected";
      // A server that was replaced closes all sockets: whoever comes back may find another one.
      if (isConnected && wasConnected) followed.look();
      wasConnected ||= isConnected;
    });
    const stopReading = effect(() => followed.reads(languageOf(locale())));
    return () => {
      stop();
      stopReading();
      followed.stop();
    };
  }, [rooms, route]);
  return (
    <div class="release-place" role="status">
      {release?.isNewer.value && (
        <div class="banner">
          <Icon of={Sparkles} size={18} />
          <span>{t("release.newer")}</span>
          <button type="button" class="button small" onClick={release.load}>
            {t("release.load")}
          </button>
        </div>
      )}
    </div>
  );
}
