import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { deviceStorage } from "../browser/storage.ts";
import { BLOCKED_BY } from "../models/blocked-key.ts";
import type { Chat } from "../models/chat.ts";
import { useApp, useChat } from "./context.ts";

/** Asks who one is, and whom one blocks, whenever the server is back: both may have changed meanwhile, and no frame tells of it. */
export function useOneself(): void {
  const { session } = useApp();
  const chat = useChat();
  useEffect(() => {
    // The page began as that of whoever was here last, and asked at once; without an answer it asks again.
    let isSure = false;
    let wasConnected = false;
    void session.sure.then(() => {
      isSure = true;
    });
    return effect(() => {
      const isConnected = chat.rooms.status.value.state === "connected";
      if (isConnected && (wasConnected || !isSure)) void session.find();
      if (isConnected && (wasConnected || chat.blocks.people.peek() === undefined)) void chat.blocks.refresh();
      wasConnected ||= isConnected;
    });
  }, [chat, session]);
  useEffect(() => shareBlocks(chat), [chat]);
}

/** Remembers on this device whom one blocks, for the next visit and for the other tabs: storage tells those, and not this one. */
function shareBlocks({ me, blocks }: Chat): () => void {
  const key = BLOCKED_BY + me.id;
  const stop = effect(() => {
    const ids = blocks.people.value?.map(({ id }) => id).join(" ");
    if (ids !== undefined && ids !== (deviceStorage.get(key) ?? "")) deviceStorage.set(key, ids);
  });
  const onStorage = (event: StorageEvent) => {
    if (event.key === key) void blocks.refresh();
  };
  addEventListener("storage", onStorage);
  return () => {
    stop();
    removeEventListener("storage", onStorage);
  };
}
