import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Api } from "../client/api.ts";
import type { Http } from "../client/http.ts";
import type { Announcer } from "../models/announcer.ts";
import type { Chat } from "../models/chat.ts";
import type { LanguageModel } from "../models/language.ts";
import type { Session } from "../models/session.ts";
import type { ThemeModel } from "../models/theme.ts";

/** What the page is built from; main.tsx puts it together. */
export interface App {
  api: Api;
  /** For calls that only some screens make; they bring the code of them along. */
  http: Http;
  session: Session;
  theme: ThemeModel;
  language: LanguageModel;
  announcer: Announcer;
}

export const AppContext = createContext<App | undefined>(undefined);
export const ChatContext = createContext<Chat | undefined>(undefined);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error("useApp is for what stands inside <App>");
  return app;
}

/** For the screens of people who are signed in. */
export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (chat === undefined) throw new Error("useChat is for screens of people who are signed in");
  return chat;
}
