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
import { t } from "./i18n/translate.ts";
import { createAnnouncer } from "./models/announcer.ts";
import { createSession } from "./models/session.ts";
import { createTheme } from "./models/theme.ts";

const http = createHttp();
const api = createApi(http);
const session = createSession(api, keptMe.get());
const announcer = createAnnouncer((count) => t("room.announceSeveral", { count }));
const theme = createTheme(deviceStorage, (name, choice) => {
  if (choice === undefined) delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = choice;
});

watchViewport();
void session.find();
// Somebody was signed in on this device: most likely they are still, and the page need not wait to be told.
if (session.state.value.kind === "in") void loadSignedIn();
let userId = "";
effect(() => {
  const state = session.state.value;
  if (state.kind === "in") {
    keptMe.set(state.me);
    userId = state.me.id;
  }
  if (state.kind === "out") {
    keptMe.forget();
    if (userId !== "") forgetConversations(userId);
    if (state.why === "deleted") void import("./browser/forget-person.ts").then((it) => it.forgetPerson(userId));
  }
});

const root = document.getElementById("app");
if (root !== null) render(<App parts={{ api, http, session, theme, announcer }} />, root);
