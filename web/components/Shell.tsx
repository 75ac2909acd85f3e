import { useLocation } from "preact-iso/router";
import { t } from "../i18n/translate.ts";
import { addresses, partsOf } from "../models/addresses.ts";
import { useApp } from "./context.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { OtherScreens } from "./lazy-asides.ts";
import { ConnectionBanner, Later } from "./lazy-later.ts";
import { Notice } from "./Notice.tsx";
import { RoomScreen } from "./RoomScreen.tsx";
import { Sidebar } from "./Sidebar.tsx";
import { ONE_PANE, useMedia } from "./use-media.ts";
import { pageTitle, useTitle } from "./use-title.ts";

/** The panes: conversations on one side, what the address says on the other; one at a time on a phone. */
export function Shell() {
  const { path } = useLocation();
  // Alone on the screen, the list is what the page is about.
  const isListAlone = useMedia(ONE_PANE) && path === addresses.home;
  return (
    <div class={`shell ${path === addresses.home ? "shows-list" : "shows-main"}`}>
      <button
        type="button"
        class="skip-link"
        onClick={() => document.querySelector<HTMLElement>(isListAlone ? ".sidebar" : "#main")?.focus()}
      >
        {t("app.skip")}
      </button>
      <div class="list-pane" role={isListAlone ? "main" : undefined}>
        {isListAlone && <ListTitle />}
        <ErrorBoundary fallback={(again) => <BrokenPane again={again} />}>
          <Sidebar />
        </ErrorBoundary>
      </div>
      {!isListAlone && (
        <main id="main" class="pane" tabIndex={-1} aria-label={pageTitle.value}>
          <ConnectionBanner />
          <ErrorBoundary about={path} fallback={(again) => <BrokenPane again={again} />}>
            <Screens />
          </ErrorBoundary>
        </main>
      )}
      <AnnouncerRegion />
      <Later />
    </div>
  );
}

function ListTitle() {
  useTitle(t("nav.conversations"));
  return (
    <>
      <h1 class="visually-hidden">{t("nav.conversations")}</h1>
      <ConnectionBanner />
    </>
  );
}

function Screens() {
  const [screen, roomAddress, place, ...more] = partsOf(useLocation().path);
  if (screen === "r" && roomAddress !== undefined && more.length === 0) {
    return <RoomScreen roomAddress={roomAddress} place={place} />;
  }
  return <OtherScreens />;
}

function BrokenPane({ again }: { again(): void }) {
  return (
    <Notice
      title={t("app.broken.title")}
      actions={
        <button type="button" class="button" onClick={again}>
          {t("app.tryAgain")}
        </button>
      }
    >
      {t("app.broken.body")}
    </Notice>
  );
}

function AnnouncerRegion() {
  const { announcer } = useApp();
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {announcer.text}
    </div>
  );
}
