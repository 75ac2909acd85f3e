import { effect, untracked } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { keepFocus } from "../browser/kept-focus.ts";
import { watchNetwork, whileLookedAt } from "../browser/network.ts";
import "../browser/sign-ins.ts";
import { deviceStorage } from "../browser/storage.ts";
import type { Chat } from "../models/chat.ts";
import { draftsOf } from "../models/drafts.ts";
import { createLoosening } from "../models/loosening.ts";
import { THEMES } from "../models/theme.ts";
import { createVisits } from "../models/visits.ts";
import { useApp, useChat } from "./context.ts";
import { overlay } from "./overlay.ts";
import { ReleaseBanner } from "./ReleaseBanner.tsx";
import { ShortcutSheet } from "./ShortcutSheet.tsx";
import { Switcher } from "./Switcher.tsx";
import { useKeeping } from "./use-keeping.ts";
import { useNotices } from "./use-notices.ts";
import { useOneself } from "./use-oneself.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useWindowTitle } from "./use-window-title.ts";

/** What goes on beside the conversation, whichever screen is open: the keys, and what they open. */
export function Later() {
  const chat = useChat();
  const visits = useMemo(() => createVisits(deviceStorage, chat.me.id), [chat]);
  useWindowTitle();
  useNetwork(chat);
  useKeptFocus();
  useOtherWindows(chat);
  useLooks();
  useWaiting(chat);
  useShortcuts();
  useNotices();
  useKeeping();
  useOneself();
  const here = chat.room.value?.roomId;
  useEffect(() => {
    if (here !== undefined) visits.note(here);
  }, [here, visits]);
  const close = () => {
    overlay.value = undefined;
  };
  // Whoever comes next on this page has asked for nothing.
  useEffect(() => close, []);
  return (
    <>
      <ReleaseBanner />
      {overlay.value === "switcher" && <Switcher visits={visits} onClose={close} />}
      {overlay.value === "shortcuts" && <ShortcutSheet onClose={close} />}
    </>
  );
}

/** A message waits as long as slow mode said when it was refused; where that is over sooner, so is waiting. */
function useWaiting({ rooms, outbox }: Chat): void {
  useEffect(() => {
    const isLooser = createLoosening();
    return effect(() => {
      if (isLooser(rooms.list.value ?? [])) untracked(outbox.wake);
    });
  }, [rooms, outbox]);
}

/** How the page looks is chosen once, for all windows. */
function useLooks(): void {
  const { theme } = useApp();
  useEffect(() => {
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (key === "theme") theme.choose(THEMES.find((one) => one === newValue) ?? "system");
      if (key === "contrast") theme.chooseContrast(newValue === "more");
    };
    addEventListener("storage", onStorage);
    return () => removeEventListener("storage", onStorage);
  }, [theme]);
}

/** A draft is one, in however many windows a room is open; the one that somebody writes in knows best. */
function useOtherWindows(chat: Chat): void {
  useEffect(() => {
    const prefix = draftsOf(chat.me.id);
    const onStorage = ({ key }: StorageEvent) => {
      if (key?.startsWith(prefix) && !document.hasFocus()) chat.composing(key.slice(prefix.length)).reread();
    };
    addEventListener("storage", onStorage);
    return () => removeEventListener("storage", onStorage);
  }, [chat]);
}

function useKeptFocus(): void {
  const { path } = useLocation();
  const focus = useRef<ReturnType<typeof keepFocus> | undefined>(undefined);
  useEffect(() => {
    const kept = keepFocus();
    focus.current = kept;
    return kept.close;
  }, []);
  useEffect(() => focus.current?.look(), [path]);
}

function useNetwork(chat: Chat): void {
  useEffect(() => {
    const stops = [watchNetwork(chat.tryNow), whileLookedAt(() => void chat.rooms.refresh())];
    return () => {
      for (const stop of stops) stop();
    };
  }, [chat]);
}
