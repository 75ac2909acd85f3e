import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { useModal } from "./use-modal.ts";

interface Props {
  title: ComponentChildren;
  /** What will happen, in words. */
  children: ComponentChildren;
  keep: string;
  go: string;
  onKeep(): void;
  onGo(): void;
}

/** Asks once before what cannot be undone by whoever does it. Focus goes back to where it was. */
export function ConfirmDialog({ title, children, keep, go, onKeep, onGo }: Props) {
  const box = useModal();
  const id = useId();
  return (
    <dialog
      ref={box}
      class="dialog"
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-body`}
      onCancel={(event) => {
        event.preventDefault();
        onKeep();
      }}
    >
      <h2 id={`${id}-title`} class="dialog-title">
        {title}
      </h2>
      <p id={`${id}-body`} class="dialog-body">
        {children}
      </p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onKeep}>
          {keep}
        </button>
        <button type="button" class="button danger" onClick={onGo}>
          {go}
        </button>
      </div>
    </dialog>
  );
}
