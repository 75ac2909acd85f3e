import { SendHorizontal } from "lucide";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { codePoints, LIMITS } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";
import type { RoomModel } from "../models/room.ts";
import { useApp, useChat } from "./context.ts";
import { editing } from "./editing.ts";
import { Icon } from "./Icon.tsx";

interface Props {
  roomId: string;
  name: string | undefined;
  model: RoomModel | undefined;
}

const COUNTED_FROM = LIMITS.bodyCodePoints - 200;

/** Where one writes. Never disabled: what cannot be sent now waits in the outbox. */
export function Composer({ roomId, name, model }: Props) {
  const { announcer } = useApp();
  const { drafts, outbox } = useChat();
  const [text, setText] = useState(() => drafts.get(roomId));
  const input = useRef<HTMLTextAreaElement>(null);
  const left = LIMITS.bodyCodePoints - codePoints(text.trim());

  function change(next: string): void {
    setText(next);
    drafts.set(roomId, next);
  }

  function send(): void {
    const body = text.trim();
    if (body === "") return;
    if (left < 0) {
      announcer.say(t("composer.tooLong", { count: -left }));
      return;
    }
    if (model === undefined) outbox.send(roomId, body);
    else model.send(body);
    change("");
    input.current?.focus();
  }

  useAutoGrow(input, text);
  // With the first paint: somebody who types at once must not lose a letter.
  useLayoutEffect(() => {
    if (!isTouch()) input.current?.focus();
  }, []);
  const back = editing.value;
  useEffect(() => {
    if (back?.roomId !== roomId) return;
    editing.value = undefined;
    // What was being written is not lost to what comes back.
    change(text.trim() === "" ? back.text : `${back.text}\n${text}`);
    input.current?.focus();
  }, [back]);

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="composer-box">
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          value={text}
          aria-label={t("composer.label", { name: name ?? "" })}
          placeholder={name === undefined ? undefined : t("composer.placeholder", { name })}
          enterkeyhint={isTouch() ? "enter" : "send"}
          onInput={({ currentTarget }) => {
            change(currentTarget.value);
            if (currentTarget.value.trim() !== "") model?.typing.say();
          }}
          onKeyDown={(event) => {
            if (!endsMessage(event)) return;
            event.preventDefault();
            send();
          }}
        />
        {left <= LIMITS.bodyCodePoints - COUNTED_FROM && (
          <span class={`counter ${left < 0 ? "is-over" : ""}`}>
            {left < 0 ? t("composer.tooLong", { count: -left }) : t("composer.left", { count: left })}
          </span>
        )}
        <button type="submit" class="send-button" aria-label={t("composer.send")} data-empty={text.trim() === ""}>
          <Icon of={SendHorizontal} />
        </button>
      </div>
    </form>
  );
}

/** Enter that ends a composition is not ours: Safari says so by the key code alone, after the composition has ended. */
function endsMessage(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" || event.shiftKey || isTouch()) return false;
  return !event.isComposing && event.keyCode !== 229;
}

/** There Enter breaks the line, and the button sends. */
function isTouch(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

/** As high as its text; the style sheet ends it at eight lines. */
function useAutoGrow(input: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const element = input.current;
    if (element === null) return;
    element.style.setProperty("height", "auto");
    element.style.setProperty("height", `${element.scrollHeight}px`);
  }, [text]);
}
