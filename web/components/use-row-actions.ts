import { useEffect, useRef, useState } from "preact/hooks";
import type { Row } from "../models/rows.ts";
import type { MessageActs } from "./message-acts.ts";

// As long as the systems themselves take; a finger that moves further than this scrolls.
const LONG_PRESS_MS = 500;
const STILL_PX = 10;

/** Which messages show what can be done with them, and the ways to ask for it: pointing, touching, the keyboard. */
export function useRowActions(rows: readonly Row[], acts: MessageActs) {
  const [hovered, setHovered] = useState<string>();
  const [within, setWithin] = useState<string>();
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined>(undefined);
  // With the keys in use, what scrolls by under a resting mouse is not pointed at.
  const keys = useRef<{ inUse: boolean; x: number; y: number }>({ inUse: false, x: 0, y: 0 });
  const open = acts.popup.value;

  function openMenu(article: HTMLElement): void {
    const message = messageWith(rows, article.dataset["anchor"]);
    if (message === undefined || message.deletedAt !== undefined || acts.popup.peek() !== undefined) return;
    acts.open("menu", message, article);
  }

  function endPress(): void {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  }
  useEffect(() => endPress, []);

  return {
    isActive: (key: string, seq: number | undefined) =>
      key === (hovered ?? within) || (seq !== undefined && open?.message.seq === seq),
    handlers: {
      onPointerOver: ({ target, pointerType }: PointerEvent) => {
        if (pointerType === "mouse" && !keys.current.inUse) setHovered(articleOf(target)?.dataset["anchor"]);
      },
      onPointerLeave: () => setHovered(undefined),
      onFocusIn: ({ target }: FocusEvent) => setWithin(articleOf(target)?.dataset["anchor"]),
      onFocusOut: ({ relatedTarget }: FocusEvent) => {
        if (articleOf(relatedTarget) === undefined) setWithin(undefined);
      },
      onPointerDown: ({ target, pointerType, clientX, clientY }: PointerEvent) => {
        const article = articleOf(target);
        endPress();
        if (pointerType === "mouse" || article === undefined || isControl(target)) return;
        const timer = setTimeout(() => openMenu(article), LONG_PRESS_MS);
        press.current = { timer, x: clientX, y: clientY };
      },
      onPointerMove: ({ target, pointerType, clientX, clientY }: PointerEvent) => {
        if (pointerType === "mouse" && (clientX !== keys.current.x || clientY !== keys.current.y)) {
          keys.current = { inUse: false, x: clientX, y: clientY };
          setHovered(articleOf(target)?.dataset["anchor"]);
        }
        const { x, y } = press.current ?? { x: clientX, y: clientY };
        if (Math.hypot(clientX - x, clientY - y) > STILL_PX) endPress();
      },
      onPointerUp: endPress,
      onPointerCancel: endPress,
      onContextMenu: (event: MouseEvent) => {
        const article = articleOf(event.target);
        // The browser's own menu for those who press the other button of the mouse, and on links.
        if (article === undefined || event.button === 2 || isControl(event.target)) return;
        event.preventDefault();
        openMenu(article);
      },
      onKeyDown: (event: KeyboardEvent) => {
        keys.current.inUse = true;
        setHovered(undefined);
        const article = articleOf(event.target);
        if (event.key !== "Enter" || article === undefined || event.target !== article) return;
        event.preventDefault();
        openMenu(article);
      },
    },
  };
}

function messageWith(rows: readonly Row[], key: string | undefined) {
  const row = rows.find((each) => each.key === key);
  return row?.kind === "message" ? row.message : undefined;
}

function articleOf(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>("[data-anchor]") ?? undefined) : undefined;
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a, button") !== null;
}
