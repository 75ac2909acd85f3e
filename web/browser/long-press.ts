// As long as the systems themselves take; a finger that moves further than this scrolls.
const LONG_PRESS_MS = 500;
const STILL_PX = 10;

/** Tells when a finger or a pen rests on something in `element`, until `signal` ends it. The mouse has other ways. */
export function onLongPress(element: HTMLElement, signal: AbortSignal, tell: (target: Element) => void): void {
  let press: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined;

  function end(): void {
    clearTimeout(press?.timer);
    press = undefined;
  }

  function begin({ target, pointerType, clientX: x, clientY: y }: PointerEvent): void {
    end();
    if (pointerType === "mouse" || !(target instanceof Element)) return;
    press = { timer: setTimeout(() => tell(target), LONG_PRESS_MS), x, y };
  }

  function move({ clientX, clientY }: PointerEvent): void {
    if (press !== undefined && Math.hypot(clientX - press.x, clientY - press.y) > STILL_PX) end();
  }

  element.addEventListener("pointerdown", begin, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerup", end, { signal });
  // The browser scrolls with it.
  element.addEventListener("pointercancel", end, { signal });
  signal.addEventListener("abort", end);
}
