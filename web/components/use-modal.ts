import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * A dialog that is open as long as it is there; the focus goes back to where it was, unless it has found another place.
 * @param back gives it to something else
 */
export function useModal(back?: () => void): RefObject<HTMLDialogElement | null> {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const element = box.current;
    element?.showModal();
    return () => {
      const isOurs = document.activeElement === document.body || element?.contains(document.activeElement) === true;
      element?.close();
      if (!isOurs) return;
      if (back) back();
      else if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return box;
}
