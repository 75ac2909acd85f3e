import { useEffect, useMemo } from "preact/hooks";
import { type Me, type Message, privacyIn } from "../worker/protocol.ts";
import { createBrowserStore } from "./browser/outbox-store.ts";
import { deviceStorage } from "./browser/storage.ts";
import { exclusively, openTabChannel } from "./browser/tabs.ts";
import { type App, ChatContext, useApp } from "./components/context.ts";
import { Shell } from "./components/Shell.tsx";
import { t } from "./i18n/translate.ts";
import { type Chat, createChat } from "./models/chat.ts";
import { nameOf } from "./models/names.ts";

/** The page of somebody who is signed in: what it needs of the browser is put together here. */
export function SignedIn({ me }: { me: Me }) {
  const app = useApp();
  // Made once for each person: a changed profile must not open new sockets.
  const chat = useMemo(() => startChat(app, me), [app, me.id]);
  useEffect(() => () => chat.close(), [chat]);
  return (
    <ChatContext.Provider value={chat}>
      <Shell />
    </ChatContext.Provider>
  );
}

function startChat({ api, session, announcer }: App, me: Me): Chat {
  return createChat({
    origin: location.origin,
    api,
    me,
    storage: deviceStorage,
    outboxStore: createBrowserStore(me.id),
    exclusively,
    openTabs: (onTold) => openTabChannel(me.id, onTold),
    saysTyping: () => {
      const state = session.state.peek();
      return state.kind === "in" && privacyIn(state.me.settings).typing;
    },
    onEnded: session.end,
    onNews: (messages) => announcer.sayMessages(messages.map(sentenceOf)),
  });
}

function sentenceOf({ from, body }: Message): string {
  return t("room.announce", { name: nameOf(from), text: body });
}
