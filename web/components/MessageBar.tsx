import { Ellipsis, Pencil, Reply, SmilePlus } from "lucide";
import type { Message } from "../../worker/protocol.ts";
import { exactTimeOf } from "../i18n/dates.ts";
import { t } from "../i18n/translate.ts";
import { QUICK_EMOJI } from "../models/quick-emoji.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import type { MessageActs } from "./message-acts.ts";

const ON_THE_BAR = 3;

/** What one does most with a message, at its upper end; everything else is behind the last button. */
export function MessageBar({ message, acts }: { message: Message; acts: MessageActs }) {
  const { me } = useChat();
  const react = useReact(acts);
  return (
    <fieldset class="message-bar" aria-label={t("actions.label")}>
      {/* Pointing at the short time tells it; this is for those who came by keys, and is left unsaid: the name has the time. */}
      <time class="bar-time" dateTime={new Date(message.at).toISOString()} aria-hidden="true">
        {exactTimeOf(message.at)}
      </time>
      {QUICK_EMOJI.slice(0, ON_THE_BAR).map((emoji) => (
        <button
          key={emoji}
          type="button"
          class="bar-button bar-extra"
          aria-label={t("actions.reactWith", { emoji })}
          aria-pressed={message.reactions?.[emoji]?.includes(me.id) ?? false}
          onClick={() => react(message, emoji)}
        >
          <span class="emoji">{emoji}</span>
        </button>
      ))}
      <button
        type="button"
        class="bar-button bar-extra"
        aria-label={t("actions.otherEmoji")}
        title={t("actions.otherEmoji")}
        aria-haspopup="dialog"
        onClick={({ currentTarget }) => acts.open("picker", message, currentTarget)}
      >
        <Icon of={SmilePlus} size={18} />
      </button>
      <button
        type="button"
        class="bar-button bar-extra"
        aria-label={t("actions.reply")}
        title={t("actions.reply")}
        onClick={() => acts.reply(message)}
      >
        <Icon of={Reply} size={18} isDirected />
      </button>
      {message.from.id === me.id && (
        <button
          type="button"
          class="bar-button bar-extra"
          aria-label={t("actions.edit")}
          title={t("actions.edit")}
          onClick={() => acts.edit(message)}
        >
          <Icon of={Pencil} size={18} />
        </button>
      )}
      <button
        type="button"
        class="bar-button"
        aria-label={t("actions.more")}
        title={t("actions.more")}
        aria-haspopup="menu"
        onClick={({ currentTarget }) => acts.open("menu", message, currentTarget)}
      >
        <Icon of={Ellipsis} size={18} />
      </button>
    </fieldset>
  );
}

/** Reacts, and says so to those who do not see it. */
export function useReact(acts: MessageActs): (message: Message, emoji: string) => void {
  const { announcer } = useApp();
  const { me } = useChat();
  return (message, emoji) => {
    const isMine = message.reactions?.[emoji]?.includes(me.id) ?? false;
    acts.react(message, emoji);
    announcer.say(t(isMine ? "actions.unreacted" : "actions.reacted", { emoji }));
  };
}
