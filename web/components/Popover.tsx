import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { isComposing } from "../browser/composition.ts";

interface Props {
  class: string;
  role: "menu" | "dialog";
  label: string;
  /** Stands beside this; on a phone, at the bottom of the screen. */
  opener: HTMLElement;
  /** Gets the focus at first. */
  first: string;
  /** Keys that mean something inside, none of an input method; those that it takes, it prevents the default of. */
  onKey(event: KeyboardEvent & { currentTarget: HTMLElement }): void;
  onClose(): void;
  children: ComponentChildren;
}

declare global {
  interface Window {
    /** Chromium has it, TypeScript's library does not. */
    CloseWatcher?: new () => { onclose: (() => void) | null; destroy(): void };
  }
}

const GAP_PX = 4;

/** What stands over the page until something is chosen, Escape is pressed, or somebody presses beside it. */
export function Popover({ class: className, role, label, opener, first, onKey, onClose, children }: Props) {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    // A keyboard that comes up on a phone changes the window, too.
    const settle = () => place(element, opener.getBoundingClientRect());
    element.showPopover();
    settle();
    element.querySelector<HTMLElement>(first)?.focus({ preventScroll: true });
    addEventListener("resize", settle);
    return () => {
      removeEventListener("resize", settle);
      giveBackFocus(element, opener);
    };
  }, []);

  useEffect(() => {
    const beside = ({ target }: Event) => {
      if (target instanceof Node && !box.current?.contains(target)) onClose();
    };
    // Not the browser's own way of closing: it takes the end of a long press, which opened it, for a press beside it.
    document.addEventListener("pointerdown", beside, true);
    return () => document.removeEventListener("pointerdown", beside, true);
  }, [onClose]);

  useEffect(() => {
    // The way back on Android, which would leave the room.
    const watcher = window.CloseWatcher && new window.CloseWatcher();
    if (watcher) watcher.onclose = onClose;
    return () => watcher?.destroy();
  }, [onClose]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useAriaPropsSupportedByRole: its role is given below.
    <div
      ref={box}
      class={`popover ${className}`}
      role={role}
      aria-label={label}
      popover="manual"
      onKeyDown={(event) => {
        // What is behind it has keys of its own.
        event.stopPropagation();
        if (isComposing(event)) return;
        onKey(event);
        if (event.defaultPrevented) return;
        if (event.key === "Escape" || event.key === "Tab") {
          event.preventDefault();
          onClose();
        }
      }}
    >
      {children}
    </div>
  );
}

/** Below the opener and in line with its end, or above it where there is more room; always within the window. */
function place(element: HTMLElement, near: DOMRect): void {
  const { width, height } = element.getBoundingClientRect();
  const isLeftToRight = getComputedStyle(element).direction === "ltr";
  const left = isLeftToRight ? near.right - width : near.left;
  const fitsBelow = near.bottom + GAP_PX + height <= innerHeight;
  const top = fitsBelow ? near.bottom + GAP_PX : Math.max(GAP_PX, near.top - GAP_PX - height);
  element.style.setProperty("--x", `${Math.max(GAP_PX, Math.min(left, innerWidth - width - GAP_PX))}px`);
  element.style.setProperty("--y", `${Math.min(top, Math.max(GAP_PX, innerHeight - height - GAP_PX))}px`);
}

/** Back to where it was opened from, unless the focus has found another place meanwhile. */
function giveBackFocus(element: HTMLElement, opener: HTMLElement): void {
  const isOurs = document.activeElement === document.body || element.contains(document.activeElement);
  if (!isOurs) return;
  const target = opener.isConnected ? opener : document.querySelector<HTMLElement>(".timeline-list [tabindex='0']");
  target?.focus({ preventScroll: true });
}
