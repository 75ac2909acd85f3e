import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { InboxFrame } from "../../worker/protocol.ts";
import { chime } from "../browser/chime.ts";
import { badgeIcon } from "../browser/icon-badge.ts";
import { deviceStorage } from "../browser/storage.ts";
import { closeNotices, closeShown, showNotice } from "../browser/system-notices.ts";
import { claim, hold, isHeld } from "../browser/tab-claims.ts";
import { addresses } from "../models/addresses.ts";
import type { Chat } from "../models/chat.ts";
import { createNoticeSettings } from "../models/notice-settings.ts";
import { noticeWords } from "../models/notice-words.ts";
import { hear, type Marks, type Notice } from "../models/notices.ts";
import { useChat } from "./context.ts";
import { useRoute } from "./use-route.ts";

/** Tells of what is new in rooms that nobody looks at: once for all tabs, as it was asked for on this device. */
export function useNotices(): void {
  const chat = useChat();
  const route = useRoute();
  useEffect(() => {
    const stops = [tellOfNews(chat, route), sayWhereOneLooks(chat), effect(() => badgeIcon(chat.rooms.unread.value))];
    return () => {
      for (const stop of stops) stop();
      badgeIcon(0);
      closeShown();
    };
  }, [chat, route]);
}

function tellOfNews(chat: Chat, route: (address: string) => void): () => void {
  const { me, rooms, blocks } = chat;
  const settings = createNoticeSettings(deviceStorage, me.id);
  // Where it is only what an earlier visit left, the server's own list is still to come, and none of that is news either.
  const first = rooms.status.peek().state === "connected" ? rooms.list.peek() : undefined;
  let marks: Marks | undefined = first && hear({ type: "welcome", rooms: [...first] }, undefined, known()).marks;

  function known() {
    return { userId: me.id, now: Date.now(), room: rooms.get, isBlocked: blocks.has };
  }

  async function tell(notice: Notice): Promise<void> {
    const { system, sound, hidesText } = settings.refresh();
    const { roomId, seq } = notice;
    if (!system && !sound) return;
    if ((await isHeld(lookingAt(me.id, roomId))) || !(await claim(`confab-told-${me.id}-${roomId}-${seq}`))) return;
    if (sound) chime();
    const address = addresses.message(roomId, seq);
    if (system)
      await showNotice({ tag: tagOf(me.id, roomId), ...noticeWords(notice, hidesText), address }, () => route(address));
  }

  return rooms.listen((frame: InboxFrame) => {
    const { heard, marks: next } = hear(frame, marks, known());
    marks = next;
    for (const notice of heard.notices) void tell(notice);
    for (const roomId of heard.over) void closeNotices(tagOf(me.id, roomId));
  });
}

/** As long as this window has the focus, the room that is open in it is looked at, and needs no notice in any tab. */
function sayWhereOneLooks(chat: Chat): () => void {
  const { id: userId } = chat.me;
  let release: (() => void) | undefined;
  let held: string | undefined;
  const look = () => {
    const roomId = document.hasFocus() && document.visibilityState === "visible" ? chat.room.peek()?.roomId : undefined;
    if (roomId === held) return;
    release?.();
    held = roomId;
    release = roomId === undefined ? undefined : hold(lookingAt(userId, roomId));
    if (roomId !== undefined) void closeNotices(tagOf(userId, roomId));
  };
  const stop = effect(() => {
    void chat.room.value;
    look();
  });
  const names = ["focus", "blur", "visibilitychange"] as const;
  for (const name of names) addEventListener(name, look, true);
  return () => {
    for (const name of names) removeEventListener(name, look, true);
    stop();
    release?.();
  };
}

function lookingAt(userId: string, roomId: string): string {
  return `confab-looking-${userId}-${roomId}`;
}

function tagOf(userId: string, roomId: string): string {
  return `${userId} ${roomId}`;
}
