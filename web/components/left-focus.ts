/** Where the focus goes when the button that had it goes: else the page would begin anew for whoever walks it by keys. */
import { focusComposer } from "./message-acts.ts";
import { isTouch } from "./use-media.ts";

/** With what the button did, while its message stays. */
export function focusMessageOf(button: EventTarget | null): void {
  if (button instanceof Element) button.closest<HTMLElement>("article")?.focus({ preventScroll: true });
}

/** With all that the button was about. Not on a phone, where that brings up the keyboard. */
export function backToWriting(): void {
  if (!isTouch()) focusComposer();
}
