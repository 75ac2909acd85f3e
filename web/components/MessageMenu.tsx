import {
  Copy,
  Flag,
  History,
  type IconNode,
  Link,
  MessageSquareDot,
  Pencil,
  Pin,
  PinOff,
  Reply,
  Shield,
  SmilePlus,
  Trash2,
  UsersRound,
} from "lucide";
import { useLocation } from "preact-iso/router";
import type { Message } from "../../worker/protocol.ts";
import { readingKey } from "../browser/direction.ts";
import { locale, t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { consoleAddresses } from "../models/console-addresses.ts";
import { mayDelete, mayPin } from "../models/permissions.ts";
import { QUICK_EMOJI } from "../models/quick-emoji.ts";
import { mayModerate } from "../models/staff.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { useReact } from "./MessageBar.tsx";
import type { MessageActs } from "./message-acts.ts";
import { Popover } from "./Popover.tsx";
import { useCopy } from "./use-copy.ts";

interface Props {
  message: Message;
  opener: HTMLElement;
  acts: MessageActs;
}

export function MessageMenu({ message, opener, acts }: Props) {
  const { me, room } = useChat();
  const { route } = useLocation();
  const react = useReact(acts);
  const copy = useCopy();
  const markUnread = useMarkUnread();
  /** Closes first: what is chosen may take the focus, or open the next thing. */
  const choose = (act: () => void) => () => {
    acts.close();
    act();
  };
  return (
    <Popover
      class="menu"
      role="menu"
      label={t("actions.menu")}
      opener={opener}
      first="[role^=menuitem]"
      onClose={acts.close}
      onKey={moveInMenu}
    >
      <fieldset class="menu-emoji" aria-label={t("actions.react")}>
        {QUICK_EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            class="menu-emoji-item"
            role="menuitemcheckbox"
            aria-checked={message.reactions?.[emoji]?.includes(me.id) ?? false}
            aria-label={t("actions.reactWith", { emoji })}
            tabIndex={-1}
            onClick={choose(() => react(message, emoji))}
          >
            <span class="emoji">{emoji}</span>
          </button>
        ))}
        <button
          type="button"
          class="menu-emoji-item"
          role="menuitem"
          aria-label={t("actions.otherEmoji")}
          tabIndex={-1}
          onClick={choose(() => acts.open("picker", message, opener))}
        >
          <Icon of={SmilePlus} />
        </button>
      </fieldset>
      <Item icon={Reply} label={t("actions.reply")} onChoose={choose(() => acts.reply(message))} />
      {message.from.id === me.id && (
        <Item icon={Pencil} label={t("actions.edit")} onChoose={choose(() => acts.edit(message))} />
      )}
      {mayPin(me, room.value?.room.value) && (
        <Item
          icon={message.pinnedAt === undefined ? Pin : PinOff}
          label={t(message.pinnedAt === undefined ? "actions.pin" : "actions.unpin")}
          onChoose={choose(() => acts.pin(message))}
        />
      )}
      {message.reactions !== undefined && (
        <Item
          icon={UsersRound}
          label={t("actions.whoReacted")}
          onChoose={choose(() => acts.open("reactions", message, opener))}
        />
      )}
      {message.editedAt !== undefined && (
        <Item
          icon={History}
          label={t("actions.versions")}
          onChoose={choose(() => acts.open("versions", message, opener))}
        />
      )}
      <Item icon={Copy} label={t("actions.copy")} onChoose={choose(() => copy(message.body))} />
      <Item
        icon={Link}
        label={t("actions.copyLink")}
        onChoose={choose(() => copy(new URL(addresses.message(message.room, message.seq), location.href).href))}
      />
      <Item icon={MessageSquareDot} label={t("actions.markUnread")} onChoose={choose(() => markUnread(message.seq))} />
      {message.from.id !== me.id && (
        <Item
          icon={Flag}
          label={t("report.message")}
          onChoose={choose(() => acts.open("reporting", message, opener))}
        />
      )}
      {message.from.id !== me.id && mayModerate(me) && (
        <Item
          icon={Shield}
          label={t("report.moderate")}
          onChoose={choose(() => route(consoleAddresses.person(message.from.id)))}
        />
      )}
      {mayDelete(message, me, room.value?.room.value) && (
        <Item
          icon={Trash2}
          label={t("actions.delete")}
          class="is-danger"
          onChoose={choose(() => acts.open("deleting", message, opener))}
        />
      )}
    </Popover>
  );
}

function Item(props: { icon: IconNode; label: string; class?: string; onChoose(): void }) {
  return (
    <button
      type="button"
      class={`menu-item ${props.class ?? ""}`}
      role="menuitem"
      tabIndex={-1}
      onClick={props.onChoose}
    >
      <Icon of={props.icon} size={18} isDirected={props.icon === Reply} />
      {props.label}
    </button>
  );
}

/** Arrows go round, whatever way the items stand; a letter goes to the next item that begins with it. */
function moveInMenu(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]")];
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const to = (place: number) => {
    event.preventDefault();
    items[(place + items.length) % items.length]?.focus();
  };
  const key = readingKey(event);
  if (key === "ArrowDown" || key === "ArrowRight") to(here + 1);
  else if (key === "ArrowUp" || key === "ArrowLeft") to(here < 0 ? -1 : here - 1);
  else if (key === "Home") to(0);
  else if (key === "End") to(-1);
  else if (/^\p{L}$/u.test(key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const begins = ({ textContent }: HTMLElement) =>
      textContent.trim().toLocaleLowerCase(locale()).startsWith(key.toLocaleLowerCase(locale()));
    const next = [...items.slice(here + 1), ...items.slice(0, here + 1)].find(begins);
    if (next !== undefined) to(items.indexOf(next));
  }
}

function useMarkUnread(): (seq: number) => void {
  const { announcer } = useApp();
  const { room } = useChat();
  return (seq) => {
    room.peek()?.readMark.unreadFrom(seq);
    announcer.say(t("actions.markedUnread"));
  };
}
