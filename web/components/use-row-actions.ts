import { useState } from "preact/hooks";
import type { Row } from "../models/rows.ts";
import type { MessageActs } from "./message-acts.ts";
import { useLongPress } from "./use-long-press.ts";
import { usePointed } from "./use-pointed.ts";

/** Which message Tab leads to, which ones show what can be done with them, and the ways to ask for more. */
export function useRowActions(rows: readonly Row[], acts: MessageActs) {
  const [focused, setFocused] = useState<string>();
  const [hasFocus, setHasFocus] = useState(false);
  const { pointed, letRest, handlers: pointing } = usePointed((target) => keyOf(articleOf(target)));
  const pressing = useLongPress((target) => openMenu(target));
  const keys = rows.flatMap(({ kind, key }) => (kind === "day" || kind === "new" ? [] : [key]));
  const open = acts.popup.value;

  /** Answers whether it was for us: links and buttons have menus of their own. */
  function openMenu(target: EventTarget | null): boolean {
    const article = articleOf(target);
    const message = messageWith(rows, keyOf(article));
    if (article === undefined || message === undefined || isControl(target)) return false;
    if (message.deletedAt === undefined && acts.popup.peek() === undefined) acts.open("menu", message, article);
    return true;
  }

  return {
    /** One tab stop: the message that was focused last, else the newest. */
    stop: focused !== undefined && keys.includes(focused) ? focused : keys.at(-1),
    isActive: (key: string, seq: number | undefined) =>
      key === (pointed ?? (hasFocus ? focused : undefined)) || (seq !== undefined && open?.message.seq === seq),
    handlers: {
      ...pointing,
      ...pressing,
      onPointerMove: (event: PointerEvent) => {
        pointing.onPointerMove(event);
        pressing.onPointerMove(event);
      },
      onFocusIn: ({ target }: FocusEvent) => {
        const key = keyOf(articleOf(target));
        setHasFocus(key !== undefined);
        if (key !== undefined) setFocused(key);
      },
      onFocusOut: ({ relatedTarget }: FocusEvent) => setHasFocus(articleOf(relatedTarget) !== undefined),
      onContextMenu: (event: MouseEvent) => {
        // The second button of the mouse opens the browser's own; a key and a long press open ours.
        if (event.button !== 2 && openMenu(event.target)) event.preventDefault();
      },
      onKeyDown: (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
        letRest();
        moveFocus(event);
        if (event.key === "Enter" && event.target === articleOf(event.target) && openMenu(event.target)) {
          event.preventDefault();
        }
      },
    },
  };
}

/** Arrows go from message to message. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const messages = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-anchor]")];
  const here = messages.findIndex((message) => message.contains(document.activeElement));
  if (here < 0) return;
  const places: Record<string, number> = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: messages.length - 1 };
  const place = places[event.key];
  if (place === undefined) return;
  event.preventDefault();
  messages[place]?.focus();
}

function messageWith(rows: readonly Row[], key: string | undefined) {
  const row = rows.find((each) => each.key === key);
  return row?.kind === "message" ? row.message : undefined;
}

function articleOf(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>("[data-anchor]") ?? undefined) : undefined;
}

function keyOf(article: HTMLElement | undefined): string | undefined {
  return article?.dataset["anchor"];
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a, button") !== null;
}
