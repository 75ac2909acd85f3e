import { useRef, useState } from "preact/hooks";

/**
 * What the mouse points at, told by `keyOf` from the element under it. What scrolls by under a mouse that rests is not pointed at:
 * to draw it as if it were would be most of the work of scrolling.
 */
export function usePointed(keyOf: (target: EventTarget | null) => string | undefined) {
  const [pointed, setPointed] = useState<string>();
  const mouse = useRef({ x: 0, y: 0 });
  const isWhereItWas = ({ clientX, clientY }: PointerEvent) =>
    clientX === mouse.current.x && clientY === mouse.current.y;

  return {
    pointed,
    letRest: () => setPointed(undefined),
    handlers: {
      onPointerOver: (event: PointerEvent) => {
        // What it pointed at has gone from under it.
        if (isWhereItWas(event) && keyOf(event.target) !== pointed) setPointed(undefined);
      },
      onPointerMove: (event: PointerEvent) => {
        // Browsers tell of moves where it was the page that moved.
        if (event.pointerType !== "mouse" || isWhereItWas(event)) return;
        mouse.current = { x: event.clientX, y: event.clientY };
        setPointed(keyOf(event.target));
      },
      onPointerLeave: () => setPointed(undefined),
    },
  };
}
