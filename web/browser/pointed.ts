/**
 * Tells which row in `element` the mouse points at, by what `keyOf` calls the row of a target, until `signal` ends it. What scrolls by
 * under a mouse that rests is not pointed at: to draw it as if it were would be most of the work of scrolling.
 */
export function onPointed(
  element: HTMLElement,
  signal: AbortSignal,
  keyOf: (target: EventTarget | null) => string | undefined,
  tell: (key: string | undefined) => void,
): void {
  let [x, y] = [0, 0];
  let pointed: string | undefined;
  const isWhereItWas = ({ clientX, clientY }: PointerEvent) => clientX === x && clientY === y;

  function point(key: string | undefined): void {
    pointed = key;
    tell(key);
  }

  function move(event: PointerEvent): void {
    // Browsers tell of moves where it was the page that moved.
    if (event.pointerType !== "mouse" || isWhereItWas(event)) return;
    [x, y] = [event.clientX, event.clientY];
    point(keyOf(event.target));
  }

  function over(event: PointerEvent): void {
    // What it pointed at has gone from under it.
    if (isWhereItWas(event) && keyOf(event.target) !== pointed) point(undefined);
  }

  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerover", over, { signal });
  element.addEventListener("pointerleave", () => point(undefined), { signal });
  // Whoever takes the keys is where the focus is.
  element.addEventListener("keydown", () => point(undefined), { signal });
}
