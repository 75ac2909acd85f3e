import "../i18n/en-keys.ts";
import { useEffect, useMemo } from "preact/hooks";
import { deviceStorage } from "../browser/storage.ts";
import { createVisits } from "../models/visits.ts";
import { useChat } from "./context.ts";
import { overlay } from "./overlay.ts";
import { ShortcutSheet } from "./ShortcutSheet.tsx";
import { Switcher } from "./Switcher.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

/** What goes on beside the conversation, whichever screen is open: the keys, and what they open. */
export function Later() {
  const chat = useChat();
  const visits = useMemo(() => createVisits(deviceStorage, chat.me.id), [chat]);
  useShortcuts();
  const here = chat.room.value?.roomId;
  useEffect(() => {
    if (here !== undefined) visits.note(here);
  }, [here, visits]);
  const close = () => {
    overlay.value = undefined;
  };
  switch (overlay.value) {
    case "switcher":
      return <Switcher visits={visits} onClose={close} />;
    case "shortcuts":
      return <ShortcutSheet onClose={close} />;
    case undefined:
      return null;
  }
}
