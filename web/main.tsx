import { render } from "preact";
import "./styles/index.css";
import type { Me, Message } from "../worker/protocol.ts";
import { watchNetwork } from "./browser/network.ts";
import { createBrowserStore } from "./browser/outbox-store.ts";
import { deviceStorage } from "./browser/storage.ts";
import { exclusively, openTabChannel } from "./browser/tabs.ts";
import { watchViewport } from "./browser/viewport.ts";
import { createApi } from "./client/api.ts";
import { createHttp } from "./client/http.ts";
import { App } from "./components/App.tsx";
import { t } from "./i18n/translate.ts";
import { createAnnouncer } from "./models/announcer.ts";
import { type Chat, createChat } from "./models/chat.ts";
import { nameOf } from "./models/names.ts";
import { createSession } from "./models/session.ts";
import { createTheme } from "./models/theme.ts";

const api = createApi(createHttp());
const session = createSession(api);
const announcer = createAnnouncer((count) => t("room.announceSeveral", { count }));
const theme = createTheme(deviceStorage, (choice) => {
  if (choice === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
});

function startChat(me: Me): Chat {
  const chat = createChat({
    origin: location.origin,
    api,
    me,
    storage: deviceStorage,
    outboxStore: createBrowserStore(me.id),
    exclusively,
    openTabs: (onTold) => openTabChannel(me.id, onTold),
    onEnded: session.end,
    onNews: (messages) => announcer.sayMessages(messages.map(sentenceOf)),
  });
  const stopWatching = watchNetwork(() => {
    chat.tryNow();
    void chat.rooms.refresh();
  });
  return {
    ...chat,
    close: () => {
      stopWatching();
      chat.close();
    },
  };
}

function sentenceOf({ from, body }: Message): string {
  return t("room.announce", { name: nameOf(from), text: body });
}

watchViewport();
void session.find();
const root = document.getElementById("app");
if (root !== null) render(<App parts={{ api, session, theme, announcer, createChat: startChat }} />, root);
