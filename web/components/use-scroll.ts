import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { createScrollKeeper, type ScrollKeeper } from "../browser/scroll-keeper.ts";
import type { RoomModel } from "../models/room.ts";
import { AHEAD_PX } from "../models/view.ts";

// UX: within this distance the reader wants to stay at the end.
const NEAR_END_PX = 100;
const NEW_LINE = "[data-new-line]";

/** Binds the list of messages to its scroller: staying at the end, staying put, loading ahead. */
export function useScroll(scroller: RefObject<HTMLElement | null>, model: RoomModel): { toEnd(): void } {
  const keeper = useRef<ScrollKeeper | undefined>(undefined);
  const hasBegun = useRef(false);
  const hasStarted = useRef(false);
  const filling = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const isNear = useRef({ start: false, end: false });
  const beganAt = performance.now();
  const rows = model.rows.value;
  const opened = model.pages.opened.value;

  /** Where there is no room for both, the details of a room stand in place of it: nobody sees it, and there is nothing to measure. */
  const isShown = () => scroller.current?.clientHeight;
  const isSeen = () =>
    document.visibilityState === "visible" && document.hasFocus() && isShown() && model.view.peek().isFollowing;

  function settle(): void {
    const keep = keeper.current;
    if (keep === undefined || !isShown()) return;
    if (keep.hasScrolledUp() && keep.distanceToEnd() >= NEAR_END_PX) model.follow(false);
    if (model.view.peek().isFollowing) keep.toEnd();
    else keep.hold();
  }

  /** What an earlier visit left is shown from its end, before the room says how far one has read. */
  function begin(keep: ScrollKeeper): void {
    if (hasBegun.current) settle();
    else keep.toEnd();
    hasBegun.current = true;
  }

  function start(keep: ScrollKeeper): void {
    hasStarted.current = true;
    // Whoever has scrolled up meanwhile is reading.
    if (model.view.peek().isFollowing) {
      keep.toEnd();
      const line = scroller.current?.querySelector(NEW_LINE);
      const top = scroller.current?.getBoundingClientRect().top ?? 0;
      if (line && line.getBoundingClientRect().top < top) keep.show(NEW_LINE, 0.2);
    } else settle();
    look();
  }

  /** Where is the reader, and what follows from that? */
  function look(): void {
    const keep = keeper.current;
    if (keep === undefined || !(hasStarted.current || hasBegun.current) || !isShown()) return;
    keep.hold();
    const toEnd = keep.distanceToEnd();
    isNear.current = { start: keep.distanceToStart() < AHEAD_PX, end: toEnd < AHEAD_PX };
    model.follow(toEnd < NEAR_END_PX && !model.hasNewer.peek());
    if (isSeen()) model.readMark.seen();
    // Next, and not now: scrolling and painting what comes into sight are work enough for one frame.
    filling.current ??= setTimeout(fill);
  }

  /** There is to be something ready in both directions. Without measuring: what has come into colour since would be laid out for that alone. */
  function fill(): void {
    filling.current = undefined;
    if (keeper.current === undefined) return;
    if (isNear.current.start) void model.pages.older();
    if (isNear.current.end) void model.pages.newer();
  }

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const keep = createScrollKeeper(element);
    keeper.current = keep;
    const sizes = new ResizeObserver(() => {
      if (!isShown()) return;
      model.fits(element.clientHeight);
      settle();
      look();
    });
    sizes.observe(element);
    if (element.firstElementChild !== null) sizes.observe(element.firstElementChild);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      keeper.current = undefined;
      sizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [model]);

  useLayoutEffect(() => {
    const keep = keeper.current;
    if (keep === undefined) return;
    if (model.room.peek() === undefined) {
      if (rows.length > 0) begin(keep);
    } else if (hasStarted.current) settle();
    else start(keep);
    // With the layout, which keeping the reader's place has just asked for.
    model.pages.drew(performance.now() - beganAt);
  }, [rows]);

  useLayoutEffect(() => {
    if (opened === undefined) return;
    model.follow(false);
    keeper.current?.show(`[data-seq="${opened.seq}"]`, 0.3);
  }, [opened]);

  // After painting: what came may have to be marked as read, and may have to be followed by more.
  useEffect(look, [rows]);
  useEffect(() => {
    const seen = () => {
      if (isSeen()) model.readMark.seen();
      // A window that is hidden may be closed next.
      else if (document.visibilityState === "hidden") model.readMark.flush();
    };
    document.addEventListener("visibilitychange", seen);
    addEventListener("focus", seen);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("focus", seen);
    };
  }, [model]);

  return {
    toEnd: () => {
      model.pages.toEnd();
      keeper.current?.toEnd();
    },
  };
}
