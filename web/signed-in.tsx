import { useEffect, useMemo } from "preact/hooks";
import { type Me, type Message, privacyIn } from "../worker/protocol.ts";
import { createBrowserStore } from "./browser/outbox-store.ts";
import { deviceStorage } from "./browser/storage.ts";
import { exclusively, openTabChannel } from "./browser/tabs.ts";
import { type App, ChatContext, useApp } from "./components/context.ts";
import { Shell } from "./components/Shell.tsx";
import { t } from "./i18n/translate.ts";
import { type Chat, type ChatOptions, createChat } from "./models/chat.ts";
import { nameOf } from "./models/names.ts";
import type { Session } from "./models/session.ts";

/** The page of somebody who is signed in: what it needs of the browser is put together here. */
export function SignedIn({ me }: { me: Me }) {
  const app = useApp();
  // Made once for each person: a changed profile must not open new sockets.
  const chat = useMemo(() => startChat(app, me), [app, me.id]);
  useEffect(
    () => () => {
      chat.close();
      // What was read out was for somebody who is not here any more.
      app.announcer.say("");
    },
    [chat],
  );
  return (
    <ChatContext.Provider value={chat}>
      <Shell />
    </ChatContext.Provider>
  );
}

function startChat({ api, session, announcer }: App, first: Me): Chat {
  const me = () => {
    const state = session.state.value;
    return state.kind === "in" ? state.me : first;
  };
  return createChat({
    origin: location.origin,
    api,
    me,
    storage: deviceStorage,
    outboxStore: createBrowserStore(first.id),
    kept: keptOf(first.id, session),
    sure: session.sure,
    exclusively,
    openTabs: (onTold) => openTabChannel(first.id, onTold),
    saysTyping: () => privacyIn(me().settings).typing,
    onDoubt: session.find,
    onEnded: session.end,
    onNews: (messages) => announcer.sayMessages(messages.map(sentenceOf)),
  });
}

/** The code of it is fetched where somebody was signed in before: nobody else has anything here. */
function keptOf(userId: string, { last }: Session): ChatOptions["kept"] {
  if (last !== userId) return undefined;
  const store = import("./browser/kept-store.ts").then(
    (code) => code.openKeptStore(userId),
    () => undefined,
  );
  return {
    rooms: () => store.then((kept) => kept?.rooms()),
    timeline: (roomId) => store.then((kept) => kept?.timeline(roomId)),
  };
}

function sentenceOf({ from, body }: Message): string {
  return t("message.line", { name: nameOf(from), text: body });
}
