import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { focusMessage } from "./message-acts.ts";

/** A dialog about a message, open as long as it is there; the focus goes back to what opened it, or to the message. */
export function useMessageDialog(seq: number, opener: HTMLElement): RefObject<HTMLDialogElement | null> {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    box.current?.showModal();
    return () => {
      box.current?.close();
      if (opener.isConnected) opener.focus({ preventScroll: true });
      else focusMessage(seq);
    };
  }, []);
  return box;
}
