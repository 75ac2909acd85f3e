import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useApp, useChat } from "./context.ts";

/** Asks who one is whenever the server is back: a role may have changed meanwhile, and of that nobody is told by a frame. */
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
      wasConnected ||= isConnected;
    });
  }, [chat, session]);
}
