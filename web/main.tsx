import { effect } from "@preact/signals";
import { render } from "preact";
import "./styles/index.css";
import { forgetConversations } from "./browser/forget-conversations.ts";
import { keptMe } from "./browser/kept-me.ts";
import { deviceStorage } from "./browser/storage.ts";
import { watchViewport } from "./browser/viewport.ts";
import { createApi } from "./client/api.ts";
import { createHttp } from "./client/http.ts";
import { App, loadSignedIn } from "./components/App.tsx";
import { setClock } from "./i18n/dates.ts";
import { directionOf, languageOf } from "./i18n/languages.ts";
import { isSpeaking, speak } from "./i18n/speak.ts";
import { locale, t } from "./i18n/translate.ts";
import { createAnnouncer } from "./models/announcer.ts";
import { createLanguage } from "./models/language.ts";
import { createSession } from "./models/session.ts";
import { createTheme } from "./models/theme.ts";

// As often as somebody who waits for the network looks whether it is back.
const TEXTS_RETRY_MS = 3_000;

/** Who is signed in on this page, or was. The cookie is the browser's: while a tab sleeps it may become somebody else's. */
let userId = "";
const http = createHttp({
  userId: () => userId,
  onStranger: () => session.state.peek().kind === "in" && void session.find(),
});
const api = createApi(http);
const session = createSession(api, keptMe.get(), () => {
  keptMe.forget();
  location.reload();
});
const announcer = createAnnouncer((count) => t("room.announceSeveral", { count }));
const theme = createTheme(deviceStorage, (name, choice) => {
  if (choice === undefined) delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = choice;
});

// The language that before-paint.js has found, and what the reader chooses from then on.
const page = document.documentElement;
const language = createLanguage({
  locale: page.lang,
  preferred: () => navigator.languages,
  storage: deviceStorage,
  speak,
  setClock,
  save: session.saveSettings,
});

watchViewport();
void session.find();
const texts = speakAtFirst();
// Somebody was signed in on this device: most likely they are still, and the page need not wait to be told.
if (session.state.value.kind === "in") void loadSignedIn();
effect(() => {
  const state = session.state.value;
  if (state.kind === "in") {
    keptMe.set(state.me);
    userId = state.me.id;
    language.follow(state.me.settings);
  }
  if (state.kind === "out") {
    keptMe.forget();
    language.follow(undefined);
    if (userId !== "") forgetConversations(userId);
    if (state.why === "deleted") void import("./browser/forget-person.ts").then((it) => it.forgetPerson(userId));
  }
});

const root = document.getElementById("app");
void texts.then(() => {
  effect(() => {
    page.lang = locale();
    page.dir = directionOf(languageOf(page.lang));
  });
  if (root !== null) render(<App parts={{ api, http, session, theme, language, announcer }} />, root);
});

/** Without its texts the page could not even say that they are missing. */
async function speakAtFirst(): Promise<void> {
  try {
    await speak(page.lang);
  } catch (error) {
    console.warn(error);
    await new Promise((resolve) => setTimeout(resolve, TEXTS_RETRY_MS));
    // Those of the person's own language may have come. Of a part that failed once, a browser asks no more until the page is loaded anew.
    if (!isSpeaking()) location.reload();
  }
}
