import { useEffect } from "preact/hooks";
import { namesIn, type Person } from "../../worker/protocol.ts";
import { addresses } from "../models/addresses.ts";
import { useChat } from "./context.ts";
import type { TabIndex } from "./MessageText.tsx";

/** Text in which the people whom its message mentions stand out and lead to who they are; other names are text. */
export function Names({
  text,
  mentions,
  tabIndex,
}: {
  text: string;
  mentions: readonly string[];
  tabIndex?: TabIndex;
}) {
  const { people, me } = useChat();
  useEffect(() => people.want(mentions), [people, mentions]);
  const known = people.known.value;
  const byName = new Map<string, Person>();
  for (const person of [me, ...mentions.map((id) => known.get(id))]) {
    if (person?.username && mentions.includes(person.id)) byName.set(person.username, person);
  }
  const pieces = [];
  let at = 0;
  for (const { username, start, end } of namesIn(text)) {
    const person = byName.get(username);
    if (person === undefined) continue;
    const isMe = person.id === me.id;
    pieces.push(
      text.slice(at, start),
      <a
        key={start}
        class={`mention ${isMe ? "is-me" : ""}`}
        // The sign stands before the name in every script.
        dir="ltr"
        href={isMe ? addresses.profile : addresses.person(person.id)}
        title={person.displayName ?? undefined}
        tabIndex={tabIndex}
      >
        {text.slice(start, end)}
      </a>,
    );
    at = end;
  }
  return (
    <>
      {pieces}
      {text.slice(at)}
    </>
  );
}
