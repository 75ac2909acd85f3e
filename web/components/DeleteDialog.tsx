import type { Message } from "../../worker/protocol.ts";
import { t, tParts } from "../i18n/translate.ts";
import { nameOf } from "../models/names.ts";
import { useChat } from "./context.ts";
import { Dialog } from "./Dialog.tsx";

interface Props {
  message: Message;
  back(): void;
  onDelete(): void;
  onClose(): void;
}

/** Asks once, because there is no way back. */
export function DeleteDialog({ message, back, onDelete, onClose }: Props) {
  const { me } = useChat();
  const isOwn = message.from.id === me.id;
  return (
    <Dialog
      title={t("deleting.title")}
      body={isOwn ? t("deleting.own") : tParts("deleting.others", { name: <bdi>{nameOf(message.from)}</bdi> })}
      isAlert
      back={back}
      onClose={onClose}
    >
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
    </Dialog>
  );
}
