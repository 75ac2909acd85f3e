import { t } from "../i18n/translate.ts";
import { nameOf } from "../models/names.ts";
import { useApp } from "./context.ts";
import { DeleteDialog } from "./DeleteDialog.tsx";
import { EmojiPicker } from "./EmojiPicker.tsx";
import { useReact } from "./MessageBar.tsx";
import { MessageMenu } from "./MessageMenu.tsx";
import { focusMessage, type MessageActs } from "./message-acts.ts";
import { ReactionsDialog } from "./ReactionsDialog.tsx";
import { ReportDialog } from "./ReportDialog.tsx";
import { VersionsDialog } from "./VersionsDialog.tsx";

/** What stands over the room because of one of its messages; one at a time. */
export function MessagePopups({ acts }: { acts: MessageActs }) {
  const { announcer } = useApp();
  const react = useReact(acts);
  const popup = acts.popup.value;
  if (popup === undefined) return null;
  const { kind, message, opener } = popup;
  const back = () => {
    if (opener.isConnected) opener.focus({ preventScroll: true });
    else focusMessage(message.seq);
  };
  switch (kind) {
    case "menu":
      return <MessageMenu key={message.seq} message={message} opener={opener} acts={acts} />;
    case "picker":
      return (
        <EmojiPicker
          opener={opener}
          onClose={acts.close}
          onPick={(emoji) => {
            react(message, emoji);
            acts.close();
          }}
        />
      );
    case "versions":
      return <VersionsDialog message={message} back={back} onClose={acts.close} />;
    case "reactions":
      return <ReactionsDialog message={message} back={back} onClose={acts.close} />;
    case "reporting":
      return (
        <ReportDialog
          subject={{ room: message.room, seq: message.seq }}
          name={nameOf(message.from)}
          quote={message.body}
          back={back}
          onClose={acts.close}
        />
      );
    case "deleting":
      return (
        <DeleteDialog
          message={message}
          back={back}
          onClose={acts.close}
          onDelete={() => {
            acts.remove(message);
            announcer.say(t("actions.deleted"));
            acts.close();
          }}
        />
      );
  }
}
