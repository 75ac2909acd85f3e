// As long as the systems themselves take; a finger that moves further than this scrolls.
const LONG_PRESS_MS = 500;
const STILL_PX = 10;

/**
 * Tells when a finger or a pen rests on something in `element`, until `signal` ends it. The mouse has other ways.
 * @param tell answers whether that meant something: then lifting the finger means nothing else
 */
export function onLongPress(element: HTMLElement, signal: AbortSignal, tell: (target: Element) => boolean): void {
  let hasMeaning = false;
  let press: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined;

  function end(): void {
    clearTimeout(press?.timer);
    press = undefined;
  }

  function begin({ target, pointerType, clientX: x, clientY: y }: PointerEvent): void {
    end();
    hasMeaning = false;
    if (pointerType === "mouse" || !(target instanceof Element)) return;
    const rest = () => {
      hasMeaning = tell(target);
    };
    press = { timer: setTimeout(rest, LONG_PRESS_MS), x, y };
  }

  function move({ clientX, clientY }: PointerEvent): void {
    if (press !== undefined && Math.hypot(clientX - press.x, clientY - press.y) > STILL_PX) end();
  }

  element.addEventListener("pointerdown", begin, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerup", end, { signal });
  // The browser scrolls with it.
  element.addEventListener("pointercancel", end, { signal });
  // What has come under the finger meanwhile would be pressed by lifting it.
  const lift = (event: TouchEvent) => {
    if (hasMeaning && event.cancelable) event.preventDefault();
  };
  element.addEventListener("touchend", lift, { signal, passive: false });
  signal.addEventListener("abort", end);
}
