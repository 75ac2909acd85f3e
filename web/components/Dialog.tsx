import type { ComponentChildren, RefObject } from "preact";
import { useId } from "preact/hooks";
import { useModal } from "./use-modal.ts";

interface Props {
  title: ComponentChildren;
  /** Where the title is to take the focus once. */
  titleRef?: RefObject<HTMLHeadingElement | null>;
  /** Read out with the title as it opens. */
  body?: ComponentChildren;
  /** It asks before something that cannot be undone by whoever does it. */
  isAlert?: boolean;
  /** Takes the focus when it closes; unless told, what had it before. */
  back?: () => void;
  onClose(): void;
  children: ComponentChildren;
}

/** A piece of paper in front of everything, as long as it is there. Escape closes it, and what is behind hears none of its keys. */
export function Dialog({ title, titleRef, body, isAlert, back, onClose, children }: Props) {
  const box = useModal(back);
  const id = useId();
  return (
    <dialog
      ref={box}
      class="dialog"
      role={isAlert ? "alertdialog" : undefined}
      aria-labelledby={`${id}-title`}
      aria-describedby={body === undefined ? undefined : `${id}-body`}
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 ref={titleRef} id={`${id}-title`} class="dialog-title" tabIndex={titleRef && -1}>
        {title}
      </h2>
      {body !== undefined && (
        <p id={`${id}-body`} class="dialog-body">
          {body}
        </p>
      )}
      {children}
    </dialog>
  );
}
