import { useEffect, useMemo } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso/router";
import type { Me } from "../../worker/protocol.ts";
import { t, tError } from "../i18n/translate.ts";
import { addresses, safeNext } from "../models/addresses.ts";
import { AppContext, type App as AppParts, ChatContext, useApp } from "./context.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { Logo } from "./Icon.tsx";
import { lazyScreen } from "./lazy-screen.tsx";
import { Notice } from "./Notice.tsx";
import { Shell } from "./Shell.tsx";

const LogIn = lazyScreen(async () => (await import("./AuthScreen.tsx")).LogIn);
const SignUp = lazyScreen(async () => (await import("./AuthScreen.tsx")).SignUp);

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
  const { session } = useApp();
  const state = session.state.value;
  switch (state.kind) {
    case "unknown":
      return <Splash />;
    case "unreachable":
      return <Unreachable code={state.error.code} />;
    case "out":
      return <SignedOut />;
    case "in":
      // Keyed: whoever logs in next starts from nothing.
      return <SignedIn key={state.me.id} me={state.me} />;
  }
}

function Splash() {
  return (
    <div class="splash" role="status" aria-label={t("app.loading")}>
      <Logo size={64} />
    </div>
  );
}

function Unreachable({ code }: { code: string }) {
  const { session } = useApp();
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
  return (
    <Router>
      <Route path={addresses.logIn} component={LogIn} />
      <Route path={addresses.signUp} component={SignUp} />
      <Route default component={ToLogIn} />
    </Router>
  );
}

/** Everything else is for people who are signed in; the way back is kept. */
function ToLogIn() {
  const { url, route } = useLocation();
  useEffect(() => {
    route(url === addresses.home ? addresses.logIn : `${addresses.logIn}?${new URLSearchParams({ next: url })}`, true);
  }, [url, route]);
  return <Splash />;
}

function SignedIn({ me }: { me: Me }) {
  const { createChat } = useApp();
  const { path, query, route } = useLocation();
  // Made once for each person: a changed profile must not open new sockets.
  const chat = useMemo(() => createChat(me), [me.id]);
  useEffect(() => () => chat.close(), [chat]);
  const isAtTheDoor = path === addresses.logIn || path === addresses.signUp;
  useEffect(() => {
    if (isAtTheDoor) route(safeNext(query["next"]), true);
  }, [isAtTheDoor, query, route]);
  if (isAtTheDoor) return <Splash />;
  return (
    <ChatContext.Provider value={chat}>
      <Shell />
    </ChatContext.Provider>
  );
}
