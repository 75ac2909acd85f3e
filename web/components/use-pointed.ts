import { useRef, useState } from "preact/hooks";

/**
 * What the mouse points at, told by `keyOf` from the element under it. Nothing while somebody uses the keys: what scrolls
 * by under a mouse that rests is not pointed at.
 */
export function usePointed(keyOf: (target: EventTarget | null) => string | undefined) {
  const [pointed, setPointed] = useState<string>();
  const mouse = useRef({ isResting: false, x: 0, y: 0 });

  return {
    pointed,
    letRest: () => {
      mouse.current.isResting = true;
      setPointed(undefined);
    },
    handlers: {
      onPointerOver: ({ target, pointerType }: PointerEvent) => {
        if (pointerType === "mouse" && !mouse.current.isResting) setPointed(keyOf(target));
      },
      onPointerMove: ({ target, pointerType, clientX: x, clientY: y }: PointerEvent) => {
        // Browsers tell of moves where it was the page that moved.
        if (pointerType !== "mouse" || (x === mouse.current.x && y === mouse.current.y)) return;
        mouse.current = { isResting: false, x, y };
        setPointed(keyOf(target));
      },
      onPointerLeave: () => setPointed(undefined),
    },
  };
}
