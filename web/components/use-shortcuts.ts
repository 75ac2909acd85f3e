import { useEffect } from "preact/hooks";
import { isComposing } from "../browser/composition.ts";
import { moveBetweenLandmarks } from "../browser/landmarks.ts";
import { isMac } from "../browser/platform.ts";
import { addresses } from "../models/addresses.ts";
import type { Chat } from "../models/chat.ts";
import { conversationBeside, unreadBeside } from "../models/conversation-steps.ts";
import { type Command, commandOf } from "../models/shortcuts.ts";
import { useChat } from "./context.ts";
import { overlay } from "./overlay.ts";
import { useRoute } from "./use-route.ts";

/** The keys that work wherever one is, as long as nothing stands over the page that has keys of its own. */
export function useShortcuts(): void {
  const chat = useChat();
  const route = useRoute();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isComposing(event) || document.querySelector("dialog[open]") !== null) return;
      // This is how a choice is opened by keys.
      if (event.altKey && event.target instanceof HTMLSelectElement) return;
      const command = commandOf(event, { isMac, isTyping: isTyping(event.target) });
      if (command !== undefined && obey(command, chat, route)) event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [chat, route]);
}

/** Answers whether there was something to do. */
function obey(command: Command, chat: Chat, route: (address: string) => void): boolean {
  const list = chat.rooms.list.peek() ?? [];
  const here = chat.room.peek()?.roomId;
  const goTo = (room: { id: string } | undefined) => {
    if (room !== undefined) route(addresses.room(room.id));
    // Also at the end of the list: the browser's own meaning of the keys would come as a surprise there.
    return true;
  };
  switch (command) {
    case "switch":
      overlay.value = "switcher";
      return true;
    case "shortcuts":
      overlay.value = "shortcuts";
      return true;
    case "nextLandmark":
      return moveBetweenLandmarks(1);
    case "previousLandmark":
      return moveBetweenLandmarks(-1);
    case "nextConversation":
      return goTo(conversationBeside(list, here, 1));
    case "previousConversation":
      return goTo(conversationBeside(list, here, -1));
    case "nextUnread":
      return goTo(unreadBeside(list, here, 1));
    case "previousUnread":
      return goTo(unreadBeside(list, here, -1));
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
