import type { ComponentChildren } from "preact";
import { Dialog } from "./Dialog.tsx";

interface Props {
  title: ComponentChildren;
  /** What will happen, in words. */
  children: ComponentChildren;
  keep: string;
  go: string;
  onKeep(): void;
  onGo(): void;
}

/** Asks once before what cannot be undone by whoever does it. */
export function ConfirmDialog({ title, children, keep, go, onKeep, onGo }: Props) {
  return (
    <Dialog title={title} body={children} isAlert onClose={onKeep}>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onKeep}>
          {keep}
        </button>
        <button type="button" class="button danger" onClick={onGo}>
          {go}
        </button>
      </div>
    </Dialog>
  );
}
