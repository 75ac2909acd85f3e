import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Person } from "../../worker/protocol.ts";
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
  const idsOf = (people: readonly Person[]) => people.map(({ id }) => id).join(" ");
  const first = blocks.people.peek();
  const remembered = deviceStorage.get(key);
  // Another tab may have changed them before this one listened.
  const isDoubtful = first !== undefined && remembered !== undefined && remembered !== idsOf(first);
  if (isDoubtful) void blocks.refresh();
  const stop = effect(() => {
    const people = blocks.people.value;
    if (people === undefined || (isDoubtful && people === first)) return;
    if (idsOf(people) !== deviceStorage.get(key)) deviceStorage.set(key, idsOf(people));
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
