import { t } from "../i18n/translate.ts";
import { nameOf, roomName } from "./names.ts";
import type { Notice } from "./notices.ts";
import { plainLine } from "./plain-line.ts";

/** What a notice says. `hidesText`: nothing of what was written, for whoever sees the screen beside one. */
export function noticeWords(notice: Notice, hidesText: boolean): { title: string; body: string } {
  const { message, room, isMention } = notice;
  const place = room === undefined ? t("app.name") : roomName(room);
  if (message === undefined) return { title: place, body: t("notices.named") };
  const name = nameOf(message.from);
  const title = room?.kind === "direct" ? name : t("notices.title", { name, room: place });
  if (!hidesText) return { title, body: plainLine(message) };
  return { title, body: t(isMention ? "notices.named" : "notices.hidden") };
}
