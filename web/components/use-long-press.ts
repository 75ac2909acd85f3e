import { useEffect, useRef } from "preact/hooks";

// As long as the systems themselves take; a finger that moves further than this scrolls.
const LONG_PRESS_MS = 500;
const STILL_PX = 10;

/** Handlers for an element: `onLongPress` comes when a finger or a pen rests in it. The mouse has other ways. */
export function useLongPress(onLongPress: (target: Element) => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined>(undefined);

  function end(): void {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  }
  useEffect(() => end, []);

  return {
    onPointerDown: ({ target, pointerType, clientX, clientY }: PointerEvent) => {
      end();
      if (pointerType === "mouse" || !(target instanceof Element)) return;
      const timer = setTimeout(() => onLongPress(target), LONG_PRESS_MS);
      press.current = { timer, x: clientX, y: clientY };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = press.current ?? { x: clientX, y: clientY };
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) end();
    },
    onPointerUp: end,
    // The browser scrolls with it.
    onPointerCancel: end,
  };
}
