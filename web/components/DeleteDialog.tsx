import type { Message } from "../../worker/protocol.ts";
import { t, tParts } from "../i18n/translate.ts";
import { nameOf } from "../models/names.ts";
import { useChat } from "./context.ts";
import { useMessageDialog } from "./use-dialog.ts";

interface Props {
  message: Message;
  opener: HTMLElement;
  onDelete(): void;
  onClose(): void;
}

/** Asks once, because there is no way back. */
export function DeleteDialog({ message, opener, onDelete, onClose }: Props) {
  const { me } = useChat();
  const box = useMessageDialog(message.seq, opener);
  const isOwn = message.from.id === me.id;
  return (
    <dialog
      ref={box}
      class="dialog"
      role="alertdialog"
      aria-labelledby="deleting-title"
      aria-describedby="deleting-body"
      // Escape is the dialog's, not the timeline's.
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={onClose}
    >
      <h2 id="deleting-title" class="dialog-title">
        {t("deleting.title")}
      </h2>
      <p id="deleting-body">
        {isOwn ? t("deleting.own") : tParts("deleting.others", { name: <bdi>{nameOf(message.from)}</bdi> })}
      </p>
      <blockquote class="dialog-quote" dir="auto">
        {message.body}
      </blockquote>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {t("deleting.keep")}
        </button>
        <button type="button" class="button danger" onClick={onDelete}>
          {t("deleting.delete")}
        </button>
      </div>
    </dialog>
  );
}
