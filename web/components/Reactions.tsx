import { useEffect } from "preact/hooks";
import type { Message, Person } from "../../worker/protocol.ts";
import { listOf } from "../i18n/lists.ts";
import { numberText, t } from "../i18n/translate.ts";
import { nameOf } from "../models/names.ts";
import { useChat } from "./context.ts";
import type { TabIndex } from "./MessageText.tsx";

interface Props {
  message: Message;
  tabIndex: TabIndex;
  onToggle(emoji: string): void;
}

// Whose names are said; the others are a number.
export const MOST_NAMES = 12;

/** What people answered with one sign; a press adds one's own or takes it back. */
export function Reactions({ message, tabIndex, onToggle }: Props) {
  const { me, people } = useChat();
  const kinds = Object.entries(message.reactions ?? {});
  useEffect(() => people.want(kinds.flatMap(([, userIds]) => userIds.slice(0, MOST_NAMES))), [message]);
  if (kinds.length === 0) return null;
  return (
    <ul class="reactions" aria-label={t("reactions.label")}>
      {kinds.map(([emoji, userIds]) => {
        const count = message.reactionCounts?.[emoji] ?? userIds.length;
        const who = whoText(userIds, count, me.id, people.known.value);
        return (
          <li key={emoji}>
            <button
              type="button"
              class="reaction"
              aria-pressed={userIds.includes(me.id)}
              aria-label={t("reactions.name", { emoji, count, names: who })}
              title={who}
              tabIndex={tabIndex}
              onClick={() => onToggle(emoji)}
            >
              <span class="emoji">{emoji}</span>
              <span class="reaction-count">{numberText(count)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The names of those who reacted, oneself first. */
export function whoText(
  userIds: readonly string[],
  count: number,
  ownId: string,
  known: ReadonlyMap<string, Person>,
): string {
  const others = userIds.filter((userId) => userId !== ownId);
  const names = others.slice(0, MOST_NAMES).flatMap((userId) => {
    const person = known.get(userId);
    return person === undefined ? [] : [nameOf(person)];
  });
  if (others.length < userIds.length) names.unshift(t("names.you"));
  const unnamed = count - names.length;
  return listOf(unnamed > 0 ? [...names, t("reactions.others", { count: unnamed })] : names);
}
