import { useEffect } from "preact/hooks";
import { LocationProvider, useLocation } from "preact-iso/router";
import type { Me } from "../../worker/protocol.ts";
import { withTexts } from "../i18n/speak.ts";
import { t, tError } from "../i18n/translate.ts";
import { addresses, safeNext } from "../models/addresses.ts";
import { AppContext, type App as AppParts, useApp } from "./context.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { Logo } from "./Icon.tsx";
import { lazyScreen } from "./lazy-screen.tsx";
import { Notice } from "./Notice.tsx";

const SignedIn = lazyScreen(loadSignedIn, Splash);
const loadDoor = () => withTexts(import("./Door.tsx"), "door", "screens");
const Door = lazyScreen(async () => (await loadDoor()).Door);

/** For main.tsx too: on a device where somebody was signed in it need not wait until the server has said so. */
export async function loadSignedIn() {
  return (await withTexts(import("../signed-in.tsx"), "room")).SignedIn;
}

export function App({ parts }: { parts: AppParts }) {
  return (
    <AppContext.Provider value={parts}>
      <LocationProvider>
        <ErrorBoundary fallback={() => <Broken />}>
          <Entrance />
        </ErrorBoundary>
      </LocationProvider>
    </AppContext.Provider>
  );
}

function Entrance() {
  const { session, language } = useApp();
  const { path } = useLocation();
  const state = session.state.value;
  if (language.isComing.value) return <Splash />;
  // For whoever has the link, signed in or not.
  if (path === addresses.reset) return <Door />;
  switch (state.kind) {
    case "unknown":
      return <Splash />;
    case "unreachable":
      return <Unreachable code={state.error.code} />;
    case "out":
      return <SignedOut />;
    case "in":
      // Keyed: whoever logs in next starts from nothing.
      return <FromTheDoor key={state.me.id} me={state.me} />;
  }
}

function Splash() {
  return (
    <div class="splash" role="status" aria-label={t("app.loading")}>
      <Logo size={64} />
    </div>
  );
}

/** This release may be what is wrong. The code for another one comes with the door, where the same is done. */
function useRenewal(): void {
  useEffect(() => void loadDoor().then(({ renew }) => renew(), console.warn), []);
}

function Unreachable({ code }: { code: string }) {
  const { session } = useApp();
  useRenewal();
  return (
    <main class="full-page">
      <Notice
        title={t("app.unreachable.title")}
        actions={
          <button type="button" class="button primary" onClick={() => void session.find()}>
            {t("app.tryAgain")}
          </button>
        }
      >
        {code === "unreachable" ? t("app.unreachable.body") : tError(code)}
      </Notice>
    </main>
  );
}

function Broken() {
  useRenewal();
  return (
    <main class="full-page">
      <Notice
        title={t("app.broken.title")}
        actions={
          <a class="button primary" href={addresses.home} target="_top">
            {t("notFound.home")}
          </a>
        }
      >
        {t("app.broken.body")}
      </Notice>
    </main>
  );
}

function SignedOut() {
  const { path } = useLocation();
  return path === addresses.logIn || path === addresses.signUp ? <Door /> : <ToLogIn />;
}

/** Everything else is for people who are signed in; the way back is kept. */
function ToLogIn() {
  const { session } = useApp();
  const { url, route } = useLocation();
  const state = session.state.value;
  const hasLeft = state.kind === "out" && (state.why === "left" || state.why === "deleted");
  useEffect(() => {
    route(
      url === addresses.home || hasLeft ? addresses.logIn : `${addresses.logIn}?${new URLSearchParams({ next: url })}`,
      true,
    );
  }, [url, route]);
  return <Splash />;
}

/** Who is signed in has no business at the door. */
function FromTheDoor({ me }: { me: Me }) {
  const { path, query, route } = useLocation();
  const isAtTheDoor = path === addresses.logIn || path === addresses.signUp;
  useEffect(() => {
    if (isAtTheDoor) route(safeNext(query["next"]), true);
  }, [isAtTheDoor, query, route]);
  return isAtTheDoor ? <Splash /> : <SignedIn me={me} />;
}
