import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { KEPT_MESSAGES, type KeptStore, openKeptStore } from "../browser/kept-store.ts";
import type { Chat } from "../models/chat.ts";
import { createFilling, type Filling } from "../models/filling.ts";
import { useApp, useChat } from "./context.ts";

// A disk is not written to for each message of a lively room.
const EVERY_MS = 1_000;

/** Keeps on this device what is on the screen, for the next time the page is opened. */
export function useKeeping(): void {
  const { api } = useApp();
  const chat = useChat();
  useEffect(() => keep(chat, openKeptStore(chat.me.id), createFilling(api, KEPT_MESSAGES)), [chat, api]);
}

function keep(chat: Chat, store: KeptStore, filling: Filling): () => void {
  const due = new Map<string, () => Promise<void>>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const writes = [...due.values()];
    due.clear();
    for (const write of writes) void write();
  }

  function keepSoon(name: string, write: () => Promise<void>): void {
    due.set(name, write);
    timer ??= setTimeout(flush, EVERY_MS);
  }

  const flushWhenHidden = () => document.visibilityState === "hidden" && flush();
  document.addEventListener("visibilitychange", flushWhenHidden);
  addEventListener("pagehide", flush);
  const stops = [
    effect(() => {
      const list = chat.rooms.list.value;
      // What an earlier visit left need not be written again.
      if (list !== undefined && chat.rooms.status.value.state === "connected")
        keepSoon("", () => store.keepRooms(list));
    }),
    effect(() => {
      const model = chat.room.value;
      const timeline = model?.timeline.value;
      if (model?.room.value === undefined || timeline === undefined) return;
      keepSoon(model.roomId, async () =>
        store.keepTimeline(model.roomId, await filling.filled(model.roomId, timeline)),
      );
    }),
    () => document.removeEventListener("visibilitychange", flushWhenHidden),
    () => removeEventListener("pagehide", flush),
    // Nothing is written any more: this ends when somebody logs out.
    () => clearTimeout(timer),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
