import { Ellipsis, Pencil, Reply, SmilePlus } from "lucide";
import type { Message } from "../../worker/protocol.ts";
import { exactTimeOf } from "../i18n/dates.ts";
import { t } from "../i18n/translate.ts";
import { QUICK_EMOJI } from "../models/quick-emoji.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import type { MessageActs } from "./message-acts.ts";
import type { MessageLike } from "./message-label.ts";
import { Time } from "./Time.tsx";

const ON_THE_BAR = 3;

/** When it was said, and what can be done with it: of the message that somebody points at, or that has the focus. */
export function MessageBar({ row, at, acts }: { row: MessageLike; at: number; acts: MessageActs }) {
  const canAct = row.kind === "message" && row.message.deletedAt === undefined;
  return (
    <>
      {!row.startsGroup && <Time at={at} class="side-time" />}
      {canAct ? (
        <Acts message={row.message} acts={acts} />
      ) : (
        <div class="message-bar has-time-alone">
          <ExactTime at={at} />
        </div>
      )}
    </>
  );
}

/** Pointing at the short time tells it; this is for those who came by keys, and is left unsaid: the name has the time. */
function ExactTime({ at }: { at: number }) {
  return (
    <time class="bar-time" dateTime={new Date(at).toISOString()} aria-hidden="true">
      {exactTimeOf(at)}
    </time>
  );
}

/** What one does most with a message, at its upper end; everything else is behind the last button. */
function Acts({ message, acts }: { message: Message; acts: MessageActs }) {
  const { me } = useChat();
  const react = useReact(acts);
  return (
    <fieldset class="message-bar" aria-label={t("actions.label")}>
      <ExactTime at={message.at} />
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
