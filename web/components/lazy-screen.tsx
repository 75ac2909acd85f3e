import { CloudOff } from "lucide";
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Notice } from "./Notice.tsx";
import { ScreenSkeleton } from "./Skeleton.tsx";

/**
 * A screen whose code is fetched when it is first shown. Where that fails, the page can be loaded anew: a browser does not ask a second time
 * for code that it could not fetch.
 */
export function lazyScreen<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Waiting: ComponentType = ScreenSkeleton,
): ComponentType<P> {
  let Loaded: ComponentType<P> | undefined;
  return function LazyScreen(props: P) {
    const [state, setState] = useState<"loading" | "loaded" | "failed">(Loaded === undefined ? "loading" : "loaded");
    useEffect(() => {
      if (Loaded !== undefined) return;
      load().then(
        (component) => {
          Loaded = component;
          setState("loaded");
        },
        () => setState("failed"),
      );
    }, []);
    if (Loaded !== undefined) return <Loaded {...props} />;
    if (state === "loading") return <Waiting />;
    return (
      <Notice
        icon={CloudOff}
        title={t("app.unreachable.title")}
        actions={
          <button type="button" class="button" onClick={() => location.reload()}>
            {t("app.tryAgain")}
          </button>
        }
      >
        {t("app.unreachable.body")}
      </Notice>
    );
  };
}
