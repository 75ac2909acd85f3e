import { useLocation } from "preact-iso/router";
import { withTexts } from "../i18n/speak.ts";
import { t } from "../i18n/translate.ts";
import { addresses, partsOf } from "../models/addresses.ts";
import { useApp } from "./context.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { HomeScreen, NotFoundScreen } from "./lazy-asides.ts";
import { ConnectionBanner, Later } from "./lazy-later.ts";
import { lazyScreen } from "./lazy-screen.tsx";
import { Notice } from "./Notice.tsx";
import { RoomScreen } from "./RoomScreen.tsx";
import { Sidebar } from "./Sidebar.tsx";
import { ONE_PANE, useMedia } from "./use-media.ts";
import { useTitle } from "./use-title.ts";

const People = lazyScreen(async () => (await withTexts(import("./PeopleScreen.tsx"), "screens")).PeopleScreen);
const Search = lazyScreen(async () => (await withTexts(import("./SearchScreen.tsx"), "search")).SearchScreen);
const loadOwn = () => withTexts(import("./own-screens.ts"), "account", "later", "safety", "screens", "settings");
const Profile = lazyScreen(async () => (await loadOwn()).ProfileScreen);
const Account = lazyScreen(async () => (await loadOwn()).AccountScreen);
const Settings = lazyScreen(async () => (await loadOwn()).SettingsScreen);
const Person = lazyScreen(
  async () => (await withTexts(import("./PersonScreen.tsx"), "safety", "screens")).PersonScreen,
);
const loadGroups = () => withTexts(import("./group-screens.ts"), "groups", "screens");
const NewGroup = lazyScreen(async () => (await loadGroups()).NewGroupScreen);
const Groups = lazyScreen(async () => (await loadGroups()).GroupsScreen);
const Invited = lazyScreen(async () => (await loadGroups()).InviteScreen);

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
        onClick={() => document.querySelector<HTMLElement>("#main, .sidebar")?.focus()}
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
        <main id="main" class="pane" tabIndex={-1} aria-label={t("nav.main")}>
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
  const { path } = useLocation();
  const [screen, first, second, ...more] = partsOf(path);
  if (more.length > 0) return <NotFoundScreen />;
  if (screen === undefined) return <HomeScreen />;
  if (screen === "r" && first !== undefined) return <RoomScreen roomAddress={first} place={second} />;
  if (second !== undefined) return <NotFoundScreen />;
  if (screen === "u" && first !== undefined) return <Person userId={first} />;
  if (screen === "groups" && first === "new") return <NewGroup />;
  if (screen === "invite" && first !== undefined) return <Invited code={first} />;
  if (first !== undefined) return <NotFoundScreen />;
  if (screen === "groups") return <Groups />;
  if (screen === "people") return <People />;
  if (screen === "search") return <Search />;
  if (screen === "profile") return <Profile />;
  if (screen === "account") return <Account />;
  if (screen === "settings") return <Settings />;
  return <NotFoundScreen />;
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
