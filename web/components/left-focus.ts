import { focusComposer } from "./message-acts.ts";
import { isTouch } from "./use-media.ts";

/** Where the focus goes when a button goes with all that it was about. Not on a phone, where that brings up the keyboard. */
export function backToWriting(): void {
  if (!isTouch()) focusComposer();
}
